using Millrace.Core.Control;
using Millrace.Core.Hosts;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Has jobs planned by the task managers in turn, under a time limit; one that is asked for while none is there waits for the first that
/// comes. A task manager that is lost meanwhile does not answer, and another one is asked. A definition that seems to end the processes that
/// plan it is planned no more.
/// </summary>
/// <param name="mailbox">Where it works.</param>
/// <param name="time">The clock.</param>
/// <param name="limit">How long a plan may take.</param>
/// <param name="deaths">Which processes ended while they planned.</param>
internal sealed class PlanQueue(Mailbox mailbox, TimeProvider time, TimeSpan limit, ProcessDeaths deaths) : IJobPlanner
{
    private readonly List<Pending> _pending = [];
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private IReadOnlyList<MemberPlanner> _planners = [];
    private int _next;

    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer) => mailbox.Post(() => Enqueue(request, onAnswer, isPatient: false));

    /// <summary>Has a job planned; on the mailbox.</summary>
    /// <param name="request">The job.</param>
    /// <param name="onAnswer">Told of the answer once, on the mailbox.</param>
    /// <param name="isPatient">Whether it waits for the first task manager without limit.</param>
    public void Enqueue(PlanRequest request, Action<PlanAnswer> onAnswer, bool isPatient)
    {
        if (deaths.CountOf(NameOf(request.Job.Artifact)) is >= ProcessSuspicion.Few and var ended)
        {
            onAnswer(new PlanAnswer(null, new JobFailure(
                FailureDomain.User,
                "",
                $"{ended} processes of task managers ended within a few minutes while they planned a job of this artifact, so its definition is suspected to end them: by Environment.Exit, a stack overflow, or an exception on a thread of its own. It is not planned again for some minutes.",
                "",
                CanRetry: false)));
            return;
        }

        deaths.Began(NameOf(request.Job.Artifact));
        var pending = new Pending(request, onAnswer, isPatient);
        pending.Timer = time.CreateTimer(_ => mailbox.Post(() => Expire(pending)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pending.Add(pending);
        Ask(pending);
    }

    /// <summary>These are there from now on.</summary>
    public void Use(IReadOnlyList<MemberPlanner> planners)
    {
        _planners = planners;
        foreach (var planner in planners) _kept.UnionWith(planner.Jobs);
        foreach (var pending in _pending.Where(p => p.Asked is null ? Open(p).Count > 0 : !planners.Any(m => m.Planner == p.Asked)).ToList()) Ask(pending);
    }

    /// <summary>What the planning of an artifact's jobs is named where the ends of processes are counted.</summary>
    public static string NameOf(string artifact) => $"planning of {artifact}";

    private void Ask(Pending pending)
    {
        var open = Open(pending);
        pending.Asked = open.Count == 0 ? null : open[_next++ % open.Count].Planner;
        pending.Timer!.Change(pending is { Asked: null, IsPatient: true } ? Timeout.InfiniteTimeSpan : limit, Timeout.InfiniteTimeSpan);
        pending.Asked?.Plan(pending.Request, answer => mailbox.Post(() => Answer(pending, answer)));
    }

    /// <summary>Who may plan a job: those that are kept for its name, where any is or was, else those that are kept for none.</summary>
    private List<MemberPlanner> Open(Pending pending)
    {
        var name = pending.Request.Job.JobName;
        return [.. _planners.Where(p => _kept.Contains(name) ? p.Jobs.Contains(name) : p.Jobs.Count == 0)];
    }

    private void Expire(Pending pending) => Answer(pending, new PlanAnswer(null, new JobFailure(
        FailureDomain.External,
        "",
        pending.Asked is null
            ? $"No task manager has joined within {limit.TotalSeconds:0} s, and only a task manager can plan a job. Start one, and submit again; those that are kept for certain jobs (--jobs) take only these, by the name that --name gives."
            : $"The definition of the job was not planned within {limit.TotalSeconds:0} s. Define must describe the dataflow only: I/O belongs in Open.",
        "")));

    private void Answer(Pending pending, PlanAnswer answer)
    {
        if (!_pending.Remove(pending)) return;
        pending.Timer?.Dispose();
        pending.OnAnswer(answer);
    }

    private sealed class Pending(PlanRequest request, Action<PlanAnswer> onAnswer, bool isPatient)
    {
        public PlanRequest Request => request;

        public Action<PlanAnswer> OnAnswer => onAnswer;

        public bool IsPatient => isPatient;

        public IJobPlanner? Asked { get; set; }

        public ITimer? Timer { get; set; }
    }
}
