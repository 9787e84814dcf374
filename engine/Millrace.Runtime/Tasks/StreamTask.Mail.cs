using Millrace.Core.Checkpoints;
using Millrace.Core.Watermarks;
using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>Requests to a task: they are handled in its next step, on its own thread.</summary>
internal sealed partial class StreamTask
{
    /// <summary>Requests a barrier from a source.</summary>
    public void PostTrigger(CheckpointBarrier barrier) => _mail.Enqueue(() =>
    {
        _overtaking.See(barrier);
        _triggers.Enqueue(barrier);
    });

    /// <summary>How far the task's source is; null where there is none, or it is not aligned with others. May be read from any thread.</summary>
    public AlignedWatermark? Aligned => _chain.Source?.Aligned;

    /// <summary>Passes a source the lowest watermarks of all alignment groups of sources.</summary>
    public void PostLowest(IReadOnlyDictionary<string, long> lowest) => _mail.Enqueue(() => _chain.Source?.Align(lowest));

    /// <summary>Permits publication of everything up to a completed checkpoint. Permits are cumulative.</summary>
    public void PostPermit(long checkpoint) => _mail.Enqueue(() =>
    {
        _snapshots.Complete(checkpoint);
        _publishing.Permit(checkpoint);
    });

    /// <summary>Reports that the edge has finished with a chunk of a snapshot.</summary>
    public void PostUploaded(SnapshotChunk chunk) => _mail.Enqueue(() => _writer.Return(chunk));

    /// <summary>Confirms that epochs have been published.</summary>
    public void PostConfirmation(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs) => _mail.Enqueue(() => _publishing.Confirm(sink, epochs));

    /// <summary>
    /// Aborts a checkpoint: a trigger of it is dropped, its barriers have no effect any more, and a source that stopped with it emits
    /// again. May come more than once.
    /// </summary>
    public void PostAbort(long checkpoint) => _mail.Enqueue(() =>
    {
        while (_triggers.TryPeek(out var barrier) && barrier.Checkpoint <= checkpoint) _triggers.Dequeue();
        _overtaking.End(checkpoint);
        _gate.Abort(checkpoint);
        _snapshots.Abort(checkpoint);
        if (_phase == TaskPhase.Stopped && _stoppedBy <= checkpoint) _phase = TaskPhase.Reading;
    });
}
