using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators;

/// <summary>
/// An operator with a life of its own in a chain: it is opened, snapshotted at barriers and closed. Methods that put out records
/// return false when there is no room, and are called again.
/// </summary>
internal interface IStreamOperator
{
    OperatorId Id { get; }

    string Name { get; }

    /// <summary>Takes the state back and opens the function.</summary>
    void Open(IReadOnlyList<RestoredBlock> restored);

    /// <summary>How far the operator has come in event time, in milliseconds: after Open, how far it had come in the checkpoint. The lowest number where it keeps no time.</summary>
    long Watermark => long.MinValue;

    /// <summary>Fires the event-time timers up to the watermark, one at a time; false where some are left.</summary>
    /// <param name="watermark">The watermark.</param>
    /// <param name="budget">How many timers may fire; each takes one off.</param>
    bool AdvanceWatermark(long watermark, ref int budget) => true;

    /// <summary>Fires the processing-time timers that are due, one at a time; false where some are left.</summary>
    /// <param name="now">The time in milliseconds.</param>
    /// <param name="budget">How many timers may fire; each takes one off.</param>
    bool AdvanceProcessingTime(long now, ref int budget) => true;

    /// <summary>When the next processing-time timer is due, in milliseconds, or <see cref="long.MaxValue"/>.</summary>
    long NextProcessingTime => long.MaxValue;

    /// <summary>Everything before the end of input has been worked off.</summary>
    void EndInput() { }

    /// <summary>How many processing-time timers were pending at the end of input, and were dropped.</summary>
    int DroppedTimers => 0;

    /// <summary>The entries and bytes of keyed state; null where the operator has none.</summary>
    (long Entries, long Bytes)? StateSize => null;

    /// <summary>Records that its function dropped as late; null where it runs none.</summary>
    Counter? LateRecords => null;

    /// <summary>Whether it has stopped in the middle of its work although there was room, so that the task looks at its mail: it is to go on at once.</summary>
    bool IsCutShort => false;

    /// <summary>What is at hand where that is no record of a batch, such as a timer, for the message of a failure; null where nothing is.</summary>
    string? AtHand => null;

    /// <summary>Writes what is small and always whole.</summary>
    void Snapshot(long checkpoint, IStateSnapshotWriter writer);

    /// <summary>The state that is marked at a barrier, and copied in slices afterwards.</summary>
    IReadOnlyList<ISnapshottedState> States => [];

    /// <summary>Closes what was constructed, however far that came: the operator may not have been opened, or its opening may have thrown.</summary>
    void Close();
}
