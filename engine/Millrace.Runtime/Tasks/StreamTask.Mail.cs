using Millrace.Core.Checkpoints;
using Millrace.Core.Watermarks;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>What others ask of a task: it is done in its next step, on its own thread.</summary>
internal sealed partial class StreamTask
{
    /// <summary>Asks a source for a barrier.</summary>
    public void PostTrigger(CheckpointBarrier barrier) => _mail.Enqueue(() => _triggers.Enqueue(barrier));

    /// <summary>How far the task's source is; null where there is none, or it keeps near to no others. Any thread may ask.</summary>
    public AlignedWatermark? Aligned => _chain.Source?.Aligned;

    /// <summary>Tells a source the lowest watermarks of all groups of sources that keep near to each other.</summary>
    public void PostLowest(IReadOnlyDictionary<string, long> lowest) => _mail.Enqueue(() => _chain.Source?.Align(lowest));

    /// <summary>Lets out everything up to a completed checkpoint. Permits are cumulative.</summary>
    public void PostPermit(long checkpoint) => _mail.Enqueue(() =>
    {
        _snapshots.Complete(checkpoint);
        _publishing.Permit(checkpoint);
    });

    /// <summary>The edge has done with a chunk of a snapshot.</summary>
    public void PostUploaded(SnapshotChunk chunk) => _mail.Enqueue(() => _writer.Return(chunk));

    /// <summary>The outside has epochs that were let out.</summary>
    public void PostConfirmation(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs) => _mail.Enqueue(() => _publishing.Confirm(sink, epochs));

    /// <summary>
    /// A checkpoint was given up: a trigger of it is forgotten, its barriers have no effect any more, and a source that stopped with it emits
    /// again. May come more than once.
    /// </summary>
    public void PostAbort(long checkpoint) => _mail.Enqueue(() =>
    {
        while (_triggers.TryPeek(out var barrier) && barrier.Checkpoint <= checkpoint) _triggers.Dequeue();
        _gate.Abort(checkpoint);
        _snapshots.Abort(checkpoint);
        if (_stoppedBy <= checkpoint) _stoppedBy = 0;
    });
}
