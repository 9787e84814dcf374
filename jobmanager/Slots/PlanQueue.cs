using Millrace.Core.Control;
using Millrace.Core.Hosts;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Has jobs planned by the task managers in turn, under a time limit; a request that arrives while there are none waits for the first to
/// join. If a task manager is lost before it answers, another one is asked. A definition that was being planned on two processes that terminated
/// is suspected of terminating them and no longer planned; at most two task managers plan the same definition at once.
/// </summary>
/// <param name="mailbox">The mailbox it runs on.</param>
/// <param name="time">The clock.</param>
/// <param name="limit">The time limit of a plan.</param>
/// <param name="deaths">Counts the processes that terminated while they planned.</param>
internal sealed class PlanQueue(Mailbox mailbox, TimeProvider time, TimeSpan limit, ProcessDeaths deaths) : IJobPlanner
{
    /// <summary>The default time limit of a plan.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(60);

    private readonly List<Pending> _pending = [];
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private IReadOnlyList<PoolMember> _members = [];
    private int _next;

    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer) => mailbox.Post(() => Enqueue(request, onAnswer, isPatient: false));

    /// <summary>Has a job planned; called on the mailbox.</summary>
    /// <param name="request">The job.</param>
    /// <param name="onAnswer">Called once with the answer, on the mailbox.</param>
    /// <param name="isPatient">Whether it waits for the first task manager without a limit.</param>
    public void Enqueue(PlanRequest request, Action<PlanAnswer> onAnswer, bool isPatient)
    {
        if (Suspicion(request.Job) is { } suspected)
        {
            onAnswer(suspected);
            return;
        }

        var pending = new Pending(request, onAnswer, isPatient);
        pending.Timer = time.CreateTimer(_ => mailbox.Post(() => Expire(pending)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pending.Add(pending);
        Ask(pending);
    }

    /// <summary>Replaces the task managers that can be asked.</summary>
    public void Use(IReadOnlyList<PoolMember> members)
    {
        _members = members;
        foreach (var member in members) _kept.UnionWith(member.Registration.Jobs);
        var lost = _pending.Where(p => p.Asked is not null && !members.Any(m => m.Planner == p.Asked)).ToList();
        foreach (var pending in lost) pending.Lose();
        foreach (var pending in _pending.Where(p => p.Asked is null && (Open(p).Count > 0 || lost.Contains(p))).ToList()) Ask(pending);
    }

    /// <summary>Returns the names under which terminated processes are counted for the jobs that a task manager is planning.</summary>
    public IReadOnlyList<string> NamesOn(IJobPlanner planner) => [.. _pending.Where(p => p.Asked == planner).Select(static p => p.Name).Distinct(StringComparer.Ordinal)];

    private static string NameOf(JobSubmission job) => $"planning of {job.JobType} of {job.Artifact}";

    private void Ask(Pending pending)
    {
        if (Suspicion(pending.Request.Job) is { } suspected)
        {
            Answer(pending, suspected);
            return;
        }

        var open = Candidates(pending);
        pending.Asked = open.Count == 0 ? null : open[_next++ % open.Count];
        pending.Timer!.Change(pending is { Asked: null, IsPatient: true } ? Timeout.InfiniteTimeSpan : limit, Timeout.InfiniteTimeSpan);
        if (pending.Asked is null) return;
        deaths.Began(pending.Name);
        pending.Asked.Plan(pending.Request, answer => mailbox.Post(() => Answer(pending, answer)));
    }

    /// <summary>Returns the task managers that may be asked: where as many are planning this definition as it may terminate, only these.</summary>
    private IReadOnlyList<IJobPlanner> Candidates(Pending pending)
    {
        var open = Open(pending).ConvertAll(static m => m.Planner);
        var asked = _pending.Where(p => p.Asked is not null && p.Name == pending.Name).Select(static p => p.Asked!).Distinct().Where(open.Contains).ToList();
        return asked.Count > 0 && asked.Count >= ProcessSuspicion.Few - deaths.CountOf(pending.Name) ? asked : open;
    }

    private PlanAnswer? Suspicion(JobSubmission job) => deaths.CountOf(NameOf(job)) is >= ProcessSuspicion.Few and var ended
        ? new PlanAnswer(null, new JobFailure(
            FailureDomain.User,
            "",
            $"{ended} task manager processes ended within a few minutes while planning {(job.JobType.Length > 0 ? $"'{job.JobType}'" : "the job")} of artifact {job.Artifact[..Math.Min(8, job.Artifact.Length)]}, so its definition is suspected of ending them, by Environment.Exit, a stack overflow, or an exception on its own thread. It is not planned again for some minutes.",
            "",
            CanRetry: false))
        : null;

    /// <summary>The task managers for a job: those reserved for its name if there are or were any, otherwise those reserved for no job.</summary>
    private List<PoolMember> Open(Pending pending)
    {
        var name = pending.Request.Job.JobName;
        return [.. _members.Where(m => _kept.Contains(name) ? m.Registration.Jobs.Contains(name) : m.Registration.Jobs.Count == 0)];
    }

    private void Expire(Pending pending) => Answer(pending, new PlanAnswer(null, new JobFailure(
        FailureDomain.External,
        "",
        pending.Asked is null
            ? pending.HasBeenLost
                ? $"The task manager that planned the job was lost, perhaps because of the job's definition, and no other one has joined within {limit.TotalSeconds:0} s. Start one, and submit again."
                : $"No task manager has joined within {limit.TotalSeconds:0} s, and only a task manager can plan a job. Start one, and submit again; those reserved for certain jobs (--jobs) take only these, by the name given with --name."
            : $"The definition of the job was not planned within {limit.TotalSeconds:0} s (the setting PlanLimit). Define must describe the dataflow only: I/O belongs in Open.",
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

        public string Name { get; } = NameOf(request.Job);

        public Action<PlanAnswer> OnAnswer => onAnswer;

        public bool IsPatient => isPatient;

        public IJobPlanner? Asked { get; set; }

        /// <summary>Whether a task manager was lost while it planned this.</summary>
        public bool HasBeenLost { get; private set; }

        public ITimer? Timer { get; set; }

        public void Lose() => (Asked, HasBeenLost) = (null, true);
    }
}
