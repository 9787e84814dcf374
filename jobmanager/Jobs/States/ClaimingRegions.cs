using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Scheduling;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// Some regions have ended, and their next attempt is written into the head, from the latest checkpoint; the others run on. What happens before the store
/// has answered is remembered: the head must be known before it is changed again.
/// </summary>
/// <param name="job">What the states of the job share.</param>
/// <param name="execution">The tasks.</param>
/// <param name="scope">Those that have ended.</param>
/// <param name="placement">Where all subtasks are to run.</param>
/// <param name="taskManagers">The gateways to its task managers that have no tasks of the job yet.</param>
/// <param name="shown">The state as users see it.</param>
internal sealed class ClaimingRegions(
    JobContext job, Execution execution, IReadOnlySet<SubtaskId> scope, TaskPlacement placement, IReadOnlyList<ITaskManagerGateway> taskManagers, JobState shown)
    : StateWithTasks(job, execution), IMayBecome<ReplacingSlots>, IMayBecome<Starting>, IMayBecome<EndingTasks>, IMayBecome<Suspended>
{
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private EndingTasks? _ending;

    public override JobState Shown => _ending?.Shown ?? shown;

    public override Decision Enter() => Decision.Stay(
        new JobEffect.StartTimer(JobTimer.Store, Job.Options.StoreTimeout),
        new JobEffect.Claim(new ClaimRequest(Execution.Planned, placement, Job.LeaderEpoch, Job.Known)
        {
            Scope = scope,
            Losses = Execution.Losses.Before(scope),
            Damaged = Job.Damaged,
            Commands = Job.Commands.Done,
        }));

    public override Decision Requested() => Job.Stops.IsLimited ? Cancel() : Decision.None;

    public override Decision Elapsed(JobTimer timer) => Claimed(new ClaimOutcome.NotTaken(Job.NoAnswer("no attempt could be started")));

    public override Decision Failed(IReadOnlyList<SubtaskId> subtasks, JobFailure failure) => End(After(failure, subtasks, _ending?.Scope ?? scope));

    public override Decision Claimed(ClaimOutcome outcome)
    {
        if (outcome is ClaimOutcome.Deposed deposed) return Decision.Go(this, new Suspended(Job, Execution, Shown, deposed.Failure));
        var taken = outcome as ClaimOutcome.Taken;
        if (taken is not null) Job.Knows(taken.Stored);
        if (_ending is not null) return Decision.Go(this, _ending);
        if (outcome is ClaimOutcome.NotTaken { Failure: var failure }) return Decision.Go(this, After(failure, [], scope));
        if (taken is null) return Decision.Go(this, new EndingTasks(Job, Execution, Execution.All, EndPurpose.Anew));
        // The attempt's number is used up.
        if (placement.TaskManagers.Any(t => _lost.Contains(t.Id))) return Decision.Go(this, new ReplacingSlots(Job, Execution, scope, shown));
        Job.FailedCheckpoints = 0;
        Execution.Begin(taken, scope, taskManagers, Job.Time.GetTimestamp());
        return Decision.Go(this, new Starting(Job, Execution, taken.Restored));
    }

    public override Decision Lost(string taskManager, JobFailure failure)
    {
        _lost.Add(taskManager);
        return base.Lost(taskManager, failure);
    }

    // The last one decides: it has the largest scope, or ends the job.
    protected override Decision End(EndingTasks ending, params IReadOnlyList<JobEffect> effects)
    {
        _ending = ending;
        Execution.End(ending.Scope);
        return Decision.Stay([.. effects, new JobEffect.Show()]);
    }
}
