namespace Millrace.Core.Jobs;

/// <summary>A checkpoint: in flight, completed or failed.</summary>
/// <param name="Checkpoint">The id.</param>
/// <param name="IsSavepoint">Whether it is a savepoint.</param>
/// <param name="Path">The path of its manifest; null where it is not complete.</param>
/// <param name="Bytes">The number of bytes it wrote.</param>
/// <param name="Triggered">When it was triggered; the default where that is not known any more.</param>
/// <param name="Duration">The time from its trigger to its completion or failure.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public sealed record CheckpointRecord(
    long Checkpoint, bool IsSavepoint, string? Path, long Bytes, DateTimeOffset Triggered, TimeSpan Duration, string? Failure)
{
    /// <summary>What it was taken for.</summary>
    public CheckpointKind Kind { get; init; } = IsSavepoint ? CheckpointKind.Savepoint : CheckpointKind.Checkpoint;

    /// <summary>Whether it is neither complete nor failed yet.</summary>
    public bool IsInFlight { get; init; }

    /// <summary>The size of all state to which it refers, whenever that was written; 0 where that is not known.</summary>
    public long StateBytes { get; init; }

    /// <summary>The number of the job's subtasks.</summary>
    public int Subtasks { get; init; }

    /// <summary>How many of them have acknowledged it.</summary>
    public int Acknowledged { get; init; }

    /// <summary>How long its phases took.</summary>
    public CheckpointPhases Phases { get; init; }

    /// <summary>The subtask that was last to acknowledge it; null before all have.</summary>
    public SubtaskPart? Slowest { get; init; }

    /// <summary>The subtask that aligned its barriers longest; null where none has acknowledged it.</summary>
    public SubtaskPart? LongestAlignment { get; init; }

    /// <summary>Whether barriers have overtaken records.</summary>
    public bool IsUnaligned { get; init; }

    /// <summary>The records in flight that are part of it, in bytes.</summary>
    public long InFlightBytes { get; init; }
}
