using Millrace.Core.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>A job of the cluster as it stands.</summary>
/// <param name="Record">What was submitted.</param>
/// <param name="Result">How it stands.</param>
/// <param name="Ended">When it ended; null where it has not.</param>
internal sealed record JobStatus(JobRecord Record, JobResult Result, DateTimeOffset? Ended)
{
    public string Id => Record.Job.JobId;

    public string Name => Record.Job.JobName;

    public bool HasEnded => JobTransitions.IsEnd(Result.State);
}
