using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// Tasks are ended, and waited for where a task manager can report it; safety does not depend on it: everything carries the attempt. The regions that do
/// not end run on.
/// </summary>
/// <param name="job">What the states of the job share.</param>
/// <param name="execution">The tasks.</param>
/// <param name="scope">Those that end; all but for <see cref="EndPurpose.Restart"/> and <see cref="EndPurpose.Anew"/>.</param>
/// <param name="purpose">Why.</param>
internal sealed class EndingTasks(JobContext job, Execution execution, IReadOnlySet<SubtaskId> scope, EndPurpose purpose)
    : StateWithTasks(job, execution), IMayBecome<EndingTasks>, IMayBecome<Planning>, IMayBecome<ReplacingSlots>, IMayBecome<BackingOff>, IMayBecome<BackingOffRegions>, IMayBecome<AcquiringSlots>, IMayBecome<EndingJob>, IMayBecome<Ended>
{
    private readonly HashSet<SubtaskId> _left = [];

    /// <summary>The subtasks that end.</summary>
    public IReadOnlySet<SubtaskId> Scope => scope;

    public override JobState Shown => purpose switch
    {
        EndPurpose.Cancel => JobState.Cancelling,
        EndPurpose.Finish => JobState.Running,
        EndPurpose.Stop => JobState.Stopping,
        _ => JobState.Restarting,
    };

    private bool IsOver => purpose is EndPurpose.Finish or EndPurpose.Stop;

    public override Decision Enter()
    {
        Execution.End(scope);
        foreach (var (_, subtasks) in Execution.PlacesOf(scope)) _left.UnionWith(subtasks);
        // What was reserved for another scale is asked for again when the job runs.
        IReadOnlyList<JobEffect> effects = purpose == EndPurpose.Restart ? [new JobEffect.Unreserve()] : [];
        if (_left.Count == 0) return Done(effects);
        return Decision.Stay([.. effects, new JobEffect.StartTimer(JobTimer.End, Job.Options.EndTimeout), .. Orders()]);
    }

    public override Decision Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks)
    {
        if (attempt != Execution.Attempt || _left.Count == 0) return Decision.None;
        foreach (var subtask in subtasks)
        {
            if (_left.Contains(subtask) && IsOn(subtask, taskManager)) _left.Remove(subtask);
        }

        return _left.Count == 0 ? Done() : Decision.None;
    }

    public override Decision Elapsed(JobTimer timer)
    {
        var left = Execution.PlacesOf(_left);
        Job.Log.NotEnded(Job.Id, string.Join(", ", left.Select(static l => l.TaskManager.Id)), Job.Options.EndTimeout);
        return Done([.. left.Select(l => new JobEffect.Doubt(l.TaskManager, Execution.Attempt, l.Subtasks))]);
    }

    public override Decision Beat() => Decision.Stay([.. Orders(), .. Heartbeats(Execution.Live.Concat(_left))]);

    public override Decision Requested() => Job.Stops.IsLimited && purpose is EndPurpose.Restart or EndPurpose.Anew ? Cancel() : Decision.None;

    // What is published needs no cancel any more, nor does what another process runs.
    public override Decision Cancel() => IsOver || purpose is EndPurpose.Cancel or EndPurpose.Leave ? Decision.None : base.Cancel();

    public override Decision Lost(string taskManager, JobFailure failure)
    {
        _left.RemoveWhere(s => IsOn(s, taskManager));
        return base.Lost(taskManager, failure);
    }

    // A region fails that would have run on.
    public override Decision Failed(IReadOnlyList<SubtaskId> subtasks, JobFailure failure) => End(After(failure, subtasks, scope));

    protected override Decision LostWithoutTasks(string taskManager) => _left.Count == 0 ? Done() : Decision.None;

    protected override Decision End(EndingTasks ending, params IReadOnlyList<JobEffect> effects) => Decision.Go(this, ending, effects);

    private bool IsOn(SubtaskId subtask, string taskManager) => Execution.Deployment.Placement.Of(subtask).Id == taskManager;

    private IEnumerable<JobEffect> Orders() => Execution.PlacesOf(_left).Select(l => new JobEffect.Send(l.TaskManager, t => t.End(Execution.Attempt, l.Subtasks)));

    private Decision Done(params IReadOnlyList<JobEffect> effects) => purpose switch
    {
        EndPurpose.Restart when scope.Count < Execution.All.Count => Decision.Go(this, new BackingOffRegions(Job, Execution, scope), effects),
        EndPurpose.Restart => Decision.Go(this, new BackingOff(Job), effects),
        EndPurpose.Anew when scope.Count < Execution.All.Count => Decision.Go(this, new ReplacingSlots(Job, Execution, scope, JobState.Restarting), effects),
        EndPurpose.Anew when Job.Wanted is null => Decision.Go(this, new Planning(Job, JobState.Restarting), effects),
        EndPurpose.Anew => Decision.Go(this, new AcquiringSlots(Job, JobState.Restarting), effects),
        EndPurpose.Cancel => Decision.Go(this, EndingJob.Cancelled(Job), effects),
        EndPurpose.GiveUp => Decision.Go(this, EndingJob.Failed(Job), effects),
        EndPurpose.Leave => Decision.Go(this, new Ended(Job, JobState.Failed), effects),
        EndPurpose.Finish => Decision.Go(this, new Ended(Job, JobState.Finished), effects),
        _ => Decision.Go(this, new Ended(Job, JobState.Stopped), effects),
    };
}
