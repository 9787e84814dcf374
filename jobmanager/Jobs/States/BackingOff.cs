using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>No task is deployed, and the next attempt waits for the delay that the restart policy gives.</summary>
internal sealed class BackingOff(JobContext job) : State(job), IMayBecome<Planning>, IMayBecome<AcquiringSlots>, IMayBecome<EndingJob>
{
    public override JobState Shown => JobState.Restarting;

    public override Decision Enter() => Decision.Stay(new JobEffect.StartTimer(JobTimer.Backoff, Job.Restarts.Begin(Job.RestartPolicy)), new JobEffect.Show());

    public override Decision Elapsed(JobTimer timer) => Job.Wanted is null
        ? Decision.Go(this, new Planning(Job, JobState.Restarting))
        : Decision.Go(this, new AcquiringSlots(Job, JobState.Restarting));

    public override Decision Cancel() => Decision.Go(this, EndingJob.Cancelled(Job));

    public override Decision Lost(string taskManager, JobFailure failure) => Decision.None;

    public override Decision Requested() => Job.Stops.IsLimited ? Cancel() : Decision.None;
}
