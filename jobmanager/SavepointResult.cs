namespace Millrace.JobManager;

/// <summary>The outcome of a savepoint.</summary>
/// <param name="Path">The path of its manifest; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it is complete.</param>
public sealed record SavepointResult(string? Path, string? Failure)
{
    /// <summary>Whether a repeated command took it, and the job has gone on since.</summary>
    public bool IsEarlier { get; init; }
}
