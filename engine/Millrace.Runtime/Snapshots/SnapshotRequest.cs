namespace Millrace.Runtime.Snapshots;

/// <summary>A request for a snapshot.</summary>
/// <param name="Checkpoint">The checkpoint's id.</param>
/// <param name="Base">The latest completed checkpoint, relative to which the snapshot holds the changes; 0 where there is none.</param>
/// <param name="IsFull">Whether it must be self-contained, as a savepoint is.</param>
public sealed record SnapshotRequest(long Checkpoint, long Base, bool IsFull);
