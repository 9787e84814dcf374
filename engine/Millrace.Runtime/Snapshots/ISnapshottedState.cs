namespace Millrace.Runtime.Snapshots;

/// <summary>State by key group that is snapshotted in slices and can be restored.</summary>
public interface ISnapshottedState
{
    /// <summary>
    /// Restores a block: for each state and key group first its base, then its increments, ascending. The caller chooses the key groups:
    /// those that the subtask owns now. A block of a state that is not bound is skipped. The bytes are valid during the call only.
    /// </summary>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    void Restore(RestoredBlock block);

    /// <summary>Called when all blocks of a checkpoint are restored; a later snapshot may be based on it. Not called if there is none.</summary>
    void Restored(long checkpoint);

    /// <summary>
    /// Marks the state as it is, in a time that does not depend on its size; it is copied later. A snapshot that is still being
    /// copied is abandoned.
    /// </summary>
    IStateSnapshot BeginSnapshot(SnapshotRequest request);

    /// <summary>Called when a checkpoint is complete, so that later ones may be based on it.</summary>
    void Complete(long checkpoint);

    /// <summary>Called when a checkpoint was aborted; its snapshot is not copied any further.</summary>
    void Abort(long checkpoint);
}
