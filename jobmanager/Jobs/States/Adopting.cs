using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Scheduling;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// Another job manager deployed the job, and its tasks may run on. The task managers that the head names are waited for, for a short time; then the regions
/// are kept of which all tasks run, and the others get a new attempt.
/// </summary>
/// <param name="job">What the states of the job share.</param>
/// <param name="left">What the other job manager has left.</param>
internal sealed class Adopting(JobContext job, LeftBehind left)
    : State(job), IMayBecome<Running>, IMayBecome<Publishing>, IMayBecome<EndingTasks>
{
    // Those that live find a new leader sooner.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<string, ITaskManagerGateway> _taskManagers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JobReport> _reports = new(StringComparer.Ordinal);

    public override JobState Shown => JobState.Created;

    private JobHead Head => left.Stored.Head;

    public override Decision Enter()
    {
        Job.Losses = left.Latest?.Losses ?? Head.Losses;
        return Decision.Stay(new JobEffect.StartTimer(JobTimer.Adoption, s_patience), new JobEffect.Show());
    }

    public override Decision Joined(ITaskManagerGateway taskManager, JobReport? report)
    {
        _taskManagers[taskManager.Id] = taskManager;
        if (report is not null) _reports[taskManager.Id] = report;
        return Head.Deployment!.Placement.TaskManagers.All(t => _taskManagers.ContainsKey(t.Id)) ? Adopt() : Decision.None;
    }

    public override Decision Elapsed(JobTimer timer) => Adopt();

    public override Decision Cancel()
    {
        var execution = Adopt(new KeptTasks(new HashSet<SubtaskId>(), 0));
        return Decision.Go(this, new EndingTasks(Job, execution, execution.All, EndPurpose.Cancel), Strays(execution));
    }

    // It may come again, or is found to be lost when its tasks are kept.
    public override Decision Lost(string taskManager, JobFailure failure) => Decision.None;

    public override Decision Requested() => Job.Stops.IsLimited ? Cancel() : Decision.None;

    private Decision Adopt()
    {
        var kept = KeptTasks.Decide(Head, left.Planned!.Graph, new FailoverRegions(left.Planned.Graph), _reports);
        var execution = Adopt(kept);
        Job.Log.Adopted(Job.Id, Head.Attempt, kept.Subtasks.Count, execution.All.Count);
        IReadOnlyList<JobEffect> effects = [new JobEffect.KeepSlots(Head.Execution, execution.PlacesOf(kept.Subtasks)), .. Strays(execution)];
        if (!execution.AllRunning)
            return Decision.Go(this, new EndingTasks(Job, execution, execution.All.Except(kept.Subtasks).ToHashSet(), EndPurpose.Anew), effects);
        Job.Restarts.Running();
        return execution.IsLast
            ? Decision.Go(this, new Publishing(Job, execution, Head.State == HeadState.Stopped ? JobState.Stopping : JobState.Running), [.. effects, .. execution.Permits()])
            : Decision.Go(this, new Running(Job, execution), effects);
    }

    private Execution Adopt(KeptTasks kept) =>
        new(left, kept, _taskManagers.Where(t => _reports.ContainsKey(t.Key)).Select(static t => t.Value), Job.Time);

    /// <summary>Ends what runs of earlier attempts, or where the head does not place it.</summary>
    private IReadOnlyList<JobEffect> Strays(Execution execution) =>
    [
        .. _reports.Select(r => (TaskManager: _taskManagers[r.Key], r.Value.Attempt, Subtasks: r.Value.All.Where(s => !execution.IsPlaced(s, r.Key)).ToList()))
            .Where(static s => s.Subtasks.Count > 0)
            .Select(static s => new JobEffect.Doubt(s.TaskManager, s.Attempt, s.Subtasks)),
    ];
}
