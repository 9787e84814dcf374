namespace Millrace.Core.Checkpoints;

/// <summary>Separates the records before a checkpoint from those after it, and defines the kind of checkpoint.</summary>
/// <param name="Checkpoint">The checkpoint's id; unique within a job.</param>
/// <param name="Stop">Whether the job stops with it: sources emit nothing after it.</param>
/// <param name="IsSavepoint">Whether it is self-contained and never expires.</param>
/// <param name="Base">The latest completed checkpoint, which increments are based on; 0 if there is none.</param>
/// <param name="Drain">Whether sources end before it, as if there were no more input, so that event time advances to its maximum.</param>
/// <param name="TellsAll">Whether subtasks report all blobs to which they refer, because this leader does not know which the base refers to.</param>
/// <param name="AlignmentTimeout">How long a task aligns before the barrier overtakes records; zero behind one that did, null if it never does.</param>
/// <param name="InFlightLimit">The bytes of records that it may overtake in a task; with more, it stays aligned.</param>
public readonly record struct CheckpointBarrier(
    long Checkpoint, bool Stop = false, bool IsSavepoint = false, long Base = 0, bool Drain = false, bool TellsAll = false, TimeSpan? AlignmentTimeout = null, long InFlightLimit = 0)
{
    /// <summary>Whether it may overtake records, which are then part of the checkpoint. Savepoints and stops are always aligned.</summary>
    public bool MayOvertake => AlignmentTimeout is not null && !IsSavepoint && !Stop && !Drain;


    /// <summary>Whether state is written in full, without references to earlier checkpoints. A stop also takes a savepoint.</summary>
    public bool IsFull => Stop || IsSavepoint || Base == 0;
}
