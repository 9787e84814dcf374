using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// No task is deployed, and the next attempt is written into the head: first its number, with the checkpoint that it restores, and then the deployment.
/// What happens before the store has answered is remembered.
/// </summary>
internal sealed class Claiming(JobContext job, PlannedJob planned, SlotGrant grant, JobState shown)
    : State(job), IMayBecome<AcquiringSlots>, IMayBecome<Starting>, IMayBecome<BackingOff>, IMayBecome<EndingJob>, IMayBecome<Suspended>
{
    private bool _isCancelled;
    private bool _hasLost;

    public override JobState Shown => _isCancelled ? JobState.Cancelling : shown;

    public override Decision Enter() => Decision.Stay(
        new JobEffect.StartTimer(JobTimer.Store, Job.Options.StoreTimeout),
        new JobEffect.Claim(new ClaimRequest(planned, grant.Placement, Job.LeaderEpoch, Job.Known) { Damaged = Job.Damaged, Commands = Job.Commands.Done, Stops = Job.Stops.Ids }));

    public override Decision Cancel()
    {
        if (_isCancelled) return Decision.None;
        _isCancelled = true;
        return Decision.Stay(new JobEffect.Show());
    }

    public override Decision Requested() => Job.Stops.IsLimited && Shown == JobState.Restarting ? Cancel() : Decision.None;

    public override Decision Lost(string taskManager, JobFailure failure)
    {
        _hasLost |= grant.Has(taskManager);
        return Decision.None;
    }

    // It may come later: then the number is used up, if it was written at all.
    public override Decision Elapsed(JobTimer timer) => Claimed(new ClaimOutcome.NotTaken(Job.NoAnswer("no attempt could be started")));

    public override Decision Claimed(ClaimOutcome outcome)
    {
        if (outcome is ClaimOutcome.Deposed deposed) return Decision.Go(this, new Suspended(Job, null, Shown, deposed.Failure));
        if (outcome is ClaimOutcome.Taken { Stored: var stored })
        {
            Job.Knows(stored);
            Job.Commands.Take(stored.Head);
        }

        if (_isCancelled) return Decision.Go(this, EndingJob.Cancelled(Job));
        if (outcome is ClaimOutcome.NotTaken { Failure: var failure }) return NotBegun.After(this, Job, failure);
        // The attempt's number is used up.
        if (_hasLost) return Decision.Go(this, new AcquiringSlots(Job, JobState.Created));
        var taken = (ClaimOutcome.Taken)outcome;
        Job.FailedCheckpoints = 0;
        var execution = new Execution(taken, planned, grant.TaskManagers, Job.Time);
        Job.Losses = execution.Losses.Total;
        return Decision.Go(this, new Starting(Job, execution, taken.Restored));
    }
}
