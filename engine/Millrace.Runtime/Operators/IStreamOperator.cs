using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators;

/// <summary>
/// An operator with a lifecycle in a chain: it is opened, snapshotted at barriers and closed. Methods that emit records
/// return false when there is no room, and are called again.
/// </summary>
internal interface IStreamOperator
{
    OperatorId Id { get; }

    string Name { get; }

    /// <summary>Prepares for the restore of <see cref="States"/>, whose blocks come between this call and <see cref="Open"/>.</summary>
    /// <param name="restored">The restored state without a key.</param>
    void Bind(IReadOnlyList<RestoredBlock> restored) { }

    /// <summary>Restores the state without a key, and opens the function.</summary>
    /// <param name="restored">The restored state without a key.</param>
    void Open(IReadOnlyList<RestoredBlock> restored);

    /// <summary>The operator's watermark in milliseconds; after Open, the restored checkpoint's. The lowest number where it keeps no time.</summary>
    long Watermark => long.MinValue;

    /// <summary>Fires the event-time timers up to the watermark, one at a time; returns false if some are left.</summary>
    /// <param name="watermark">The watermark.</param>
    /// <param name="budget">How many timers may fire; each one decrements it.</param>
    bool AdvanceWatermark(long watermark, ref int budget) => true;

    /// <summary>Fires the processing-time timers that are due, one at a time; returns false if some are left.</summary>
    /// <param name="now">The time in milliseconds.</param>
    /// <param name="budget">How many timers may fire; each one decrements it.</param>
    bool AdvanceProcessingTime(long now, ref int budget) => true;

    /// <summary>When the next processing-time timer is due, in milliseconds, or <see cref="long.MaxValue"/>.</summary>
    long NextProcessingTime => long.MaxValue;

    /// <summary>Called when everything before the end of input has been processed.</summary>
    void EndInput() { }

    /// <summary>The number of processing-time timers that were pending at the end of input, and were dropped.</summary>
    int DroppedTimers => 0;

    /// <summary>The number of entries and bytes of keyed state; null where the operator has none.</summary>
    (long Entries, long Bytes)? StateSize => null;

    /// <summary>Counts the records that its function dropped as late; null where it runs none.</summary>
    Counter? LateRecords => null;

    /// <summary>Whether it has paused although there was room, so that the task checks its mailbox and then continues it at once.</summary>
    bool IsCutShort => false;

    /// <summary>Describes what is being processed other than a record of a batch, such as a timer, for failure messages; else null.</summary>
    string? AtHand => null;

    /// <summary>Writes the state that is small and always written in full.</summary>
    void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer);

    /// <summary>The state that is marked at a barrier, and copied in slices afterwards.</summary>
    IReadOnlyList<ISnapshottedState> States => [];

    /// <summary>Closes what was constructed, however far that got: the operator may not have been opened, or its Open may have thrown.</summary>
    void Close();
}
