namespace Millrace.Core.Graph;

/// <summary>One attempt to run a job. Every message carries it; a stale message has no effect.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Number">The attempt's number in the job; stored in the head before anything is deployed.</param>
public readonly record struct ExecutionAttempt(string JobId, int Number)
{
    public override string ToString() => $"attempt {Number} of job {JobId}";
}
