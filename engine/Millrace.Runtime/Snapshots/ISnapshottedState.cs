namespace Millrace.Runtime.Snapshots;

/// <summary>State by key group, of which snapshots are taken in slices and from which it is restored.</summary>
public interface ISnapshottedState
{
    /// <summary>
    /// Takes a block back: for each state and key group first its base, then its increments, ascending. Which key groups come is the
    /// caller's choice: those that the subtask owns now. A block of a state that is not bound is left out.
    /// </summary>
    /// <exception cref="InvalidDataException">The block is not one.</exception>
    void Restore(RestoredBlock block);

    /// <summary>All blocks of a checkpoint have been taken back; a later snapshot may be based on it. Not called where there is none.</summary>
    void Restored(long checkpoint);

    /// <summary>
    /// Marks the state as it is, in a time that does not depend on its size; the copying comes later. A snapshot that is still being
    /// copied is given up.
    /// </summary>
    IStateSnapshot BeginSnapshot(SnapshotRequest request);

    /// <summary>A checkpoint is complete, so that later ones may be based on it.</summary>
    void Complete(long checkpoint);

    /// <summary>A checkpoint was given up; its snapshot is not copied any further.</summary>
    void Abort(long checkpoint);
}
