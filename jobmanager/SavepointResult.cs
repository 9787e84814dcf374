namespace Millrace.JobManager;

/// <summary>How a savepoint ended.</summary>
/// <param name="Path">Where its manifest is; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it is complete.</param>
public sealed record SavepointResult(string? Path, string? Failure);
