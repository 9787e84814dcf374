namespace Millrace.Runtime.Snapshots;

/// <summary>How state is copied for snapshots.</summary>
public sealed record SnapshotOptions
{
    /// <value>The maximum number of bytes that a slice copies between two batches, 1 or more. Default 128 KiB.</value>
    public int SliceBytes { get; init; } = 128 << 10;

    /// <value>The maximum time that a slice takes. Default 0.3 ms.</value>
    public TimeSpan SliceTime { get; init; } = TimeSpan.FromMilliseconds(0.3);

    /// <value>A chunk is uploaded when it has this many bytes, 1 or more. Default 2 MiB.</value>
    public int ChunkBytes { get; init; } = 2 << 20;

    /// <value>How many of a task's chunks may be filled or uploaded at once, 1 or more; when all are in use, copying waits. Default 4.</value>
    public int Chunks { get; init; } = 4;
}
