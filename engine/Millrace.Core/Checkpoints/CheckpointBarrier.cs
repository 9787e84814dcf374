namespace Millrace.Core.Checkpoints;

/// <summary>What divides the records before a checkpoint from those after it, and says what kind of checkpoint it is.</summary>
/// <param name="Checkpoint">The checkpoint's id; never used twice in a job.</param>
/// <param name="Stop">Whether the job stops with it: sources emit nothing afterwards.</param>
/// <param name="IsSavepoint">Whether it is complete in itself and never expires.</param>
/// <param name="Base">The latest completed checkpoint, which increments are based on; 0 where there is none.</param>
/// <param name="Drain">Whether sources end before it, as if there were no more input, so that event time comes to its end.</param>
public readonly record struct CheckpointBarrier(long Checkpoint, bool Stop = false, bool IsSavepoint = false, long Base = 0, bool Drain = false)
{
    /// <summary>Whether state is written whole, without references to earlier checkpoints. That of a stop is a savepoint too.</summary>
    public bool IsFull => Stop || IsSavepoint || Base == 0;
}
