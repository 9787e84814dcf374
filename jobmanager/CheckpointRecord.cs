namespace Millrace.JobManager;

/// <summary>A past checkpoint: completed or failed.</summary>
/// <param name="Checkpoint">The id.</param>
/// <param name="IsSavepoint">Whether it is a savepoint.</param>
/// <param name="Path">The path of its manifest; null where it failed.</param>
/// <param name="Bytes">The number of bytes it wrote.</param>
/// <param name="Triggered">When it was triggered.</param>
/// <param name="Duration">The time from its trigger to its completion or failure.</param>
/// <param name="Failure">Why it failed; null where it is complete.</param>
public sealed record CheckpointRecord(
    long Checkpoint, bool IsSavepoint, string? Path, long Bytes, DateTimeOffset Triggered, TimeSpan Duration, string? Failure);
