namespace Millrace.JobManager;

/// <summary>A checkpoint that was.</summary>
/// <param name="Checkpoint">The id.</param>
/// <param name="IsSavepoint">Whether it is a savepoint.</param>
/// <param name="Path">Where its manifest is; null where it failed.</param>
/// <param name="Bytes">How many bytes it wrote.</param>
/// <param name="Triggered">When it was triggered.</param>
/// <param name="Duration">From then to its end.</param>
/// <param name="Failure">Why it failed; null where it is complete.</param>
public sealed record CheckpointRecord(
    long Checkpoint, bool IsSavepoint, string? Path, long Bytes, DateTimeOffset Triggered, TimeSpan Duration, string? Failure);
