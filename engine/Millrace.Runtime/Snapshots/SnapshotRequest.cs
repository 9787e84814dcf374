namespace Millrace.Runtime.Snapshots;

/// <summary>What is asked of a snapshot.</summary>
/// <param name="Checkpoint">The checkpoint's id.</param>
/// <param name="Base">The latest completed checkpoint, of which the snapshot holds the changes; 0 where there is none.</param>
/// <param name="IsFull">Whether it must be complete in itself, as a savepoint is.</param>
public sealed record SnapshotRequest(long Checkpoint, long Base, bool IsFull);
