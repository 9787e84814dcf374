using Millrace.Core.Control;
using Millrace.Core.Hosts;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Has jobs planned by the task managers in turn, under a time limit; a request that arrives while there are none waits for the first to
/// join. If a task manager is lost before it answers, another one is asked. A definition suspected of terminating the processes that plan it
/// is no longer planned.
/// </summary>
/// <param name="mailbox">The mailbox it runs on.</param>
/// <param name="time">The clock.</param>
/// <param name="limit">The time limit of a plan.</param>
/// <param name="deaths">Counts the processes that terminated while they planned.</param>
internal sealed class PlanQueue(Mailbox mailbox, TimeProvider time, TimeSpan limit, ProcessDeaths deaths) : IJobPlanner
{
    private readonly List<Pending> _pending = [];
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private IReadOnlyList<MemberPlanner> _planners = [];
    private int _next;

    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer) => mailbox.Post(() => Enqueue(request, onAnswer, isPatient: false));

    /// <summary>Has a job planned; called on the mailbox.</summary>
    /// <param name="request">The job.</param>
    /// <param name="onAnswer">Called once with the answer, on the mailbox.</param>
    /// <param name="isPatient">Whether it waits for the first task manager without a limit.</param>
    public void Enqueue(PlanRequest request, Action<PlanAnswer> onAnswer, bool isPatient)
    {
        if (deaths.CountOf(NameOf(request.Job.Artifact)) is >= ProcessSuspicion.Few and var ended)
        {
            onAnswer(new PlanAnswer(null, new JobFailure(
                FailureDomain.User,
                "",
                $"{ended} task manager processes ended within a few minutes while planning a job of this artifact, so its definition is suspected of ending them, by Environment.Exit, a stack overflow, or an exception on its own thread. It is not planned again for some minutes.",
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

    /// <summary>Replaces the available planners.</summary>
    public void Use(IReadOnlyList<MemberPlanner> planners)
    {
        _planners = planners;
        foreach (var planner in planners) _kept.UnionWith(planner.Jobs);
        foreach (var pending in _pending.Where(p => p.Asked is null ? Open(p).Count > 0 : !planners.Any(m => m.Planner == p.Asked)).ToList()) Ask(pending);
    }

    /// <summary>The name under which terminated processes are counted for the planning of an artifact's jobs.</summary>
    public static string NameOf(string artifact) => $"planning of {artifact}";

    private void Ask(Pending pending)
    {
        var open = Open(pending);
        pending.Asked = open.Count == 0 ? null : open[_next++ % open.Count].Planner;
        pending.Timer!.Change(pending is { Asked: null, IsPatient: true } ? Timeout.InfiniteTimeSpan : limit, Timeout.InfiniteTimeSpan);
        pending.Asked?.Plan(pending.Request, answer => mailbox.Post(() => Answer(pending, answer)));
    }

    /// <summary>The planners for a job: those reserved for its name if there are or were any, otherwise those reserved for no job.</summary>
    private List<MemberPlanner> Open(Pending pending)
    {
        var name = pending.Request.Job.JobName;
        return [.. _planners.Where(p => _kept.Contains(name) ? p.Jobs.Contains(name) : p.Jobs.Count == 0)];
    }

    private void Expire(Pending pending) => Answer(pending, new PlanAnswer(null, new JobFailure(
        FailureDomain.External,
        "",
        pending.Asked is null
            ? $"No task manager has joined within {limit.TotalSeconds:0} s, and only a task manager can plan a job. Start one, and submit again; those reserved for certain jobs (--jobs) take only these, by the name given with --name."
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
