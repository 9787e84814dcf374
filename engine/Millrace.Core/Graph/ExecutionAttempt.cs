namespace Millrace.Core.Graph;

/// <summary>One attempt to run a job. Every message carries it; what a stale one says has no effect.</summary>
/// <param name="JobId">The job.</param>
/// <param name="LeaderEpoch">Of the job manager that began it; a lower one is refused.</param>
/// <param name="Number">The attempt's number in the job; in the head before anything is deployed.</param>
public readonly record struct ExecutionAttempt(string JobId, long LeaderEpoch, int Number)
{
    public override string ToString() => $"attempt {Number} of job {JobId} (leader epoch {LeaderEpoch})";
}
