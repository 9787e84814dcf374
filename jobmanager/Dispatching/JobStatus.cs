using Millrace.Core.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>The current status of a job of the cluster.</summary>
/// <param name="Record">The submission.</param>
/// <param name="Result">Its state and results so far.</param>
/// <param name="Ended">When it ended; null where it has not.</param>
internal sealed record JobStatus(JobRecord Record, JobResult Result, DateTimeOffset? Ended)
{
    public string Id => Record.Job.JobId;

    public string Name => Record.Job.JobName;

    public bool HasEnded => JobStates.IsEnd(Result.State);
}
