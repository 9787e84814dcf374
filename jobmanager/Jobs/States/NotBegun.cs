using Millrace.Core.Control;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// What follows where no attempt could be started, and there are no tasks: the storage is unavailable, or has nothing to restore from, or there is no plan.
/// </summary>
internal static class NotBegun
{
    public static Decision After<TFrom>(TFrom from, JobContext job, JobFailure failure)
        where TFrom : State, IMayBecome<BackingOff>, IMayBecome<EndingJob>
    {
        job.Restarts.Add(failure, 0, job.RestartPolicy);
        // Everything since the last checkpoint is already lost: another attempt would have nothing to save.
        if (job.Stops.IsLimited) return Decision.Go(from, EndingJob.Cancelled(job));
        if (!job.Restarts.Allows(failure, job.RestartPolicy)) return Decision.Go(from, EndingJob.Failed(job));
        job.Log.FailureToBegin(job.Id, failure.Summary, failure.Details);
        return Decision.Go(from, new BackingOff(job));
    }
}
