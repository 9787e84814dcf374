using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Exchange;

namespace Millrace.Runtime.Tasks;

/// <summary>
/// Checkpoints: aligned ones, and those whose barriers overtake records, in the task's input and of its output that waits for credit. All barriers must have
/// arrived, so that what they overtake is known: no checkpoint is complete earlier. As in Flink, what an operator puts out for a record is not divided: the rest
/// of it is put out first.
/// </summary>
internal sealed partial class StreamTask
{
    private const int MostOverdrawn = 256;

    private RestoredRecords? _restored;

    /// <summary>The records in flight of the restored checkpoint, which the task works off before anything else.</summary>
    public RestoredRecords? InFlight { get; init; }

    private void See(CheckpointBarrier barrier)
    {
        if (!barrier.MayOvertake) return;
        _mail.Enqueue(() =>
        {
            _overtaking.See(barrier);
            if (_overtaking.Barrier?.Checkpoint == barrier.Checkpoint) _measuring.Checkpoints.OnBarrier(barrier.Checkpoint, isLast: false);
        });
    }

    private void Checkpoint(CheckpointBarrier barrier)
    {
        Begin(barrier, null);
        _outputs.Broadcast(new BarrierElement(barrier));
    }

    private void Begin(CheckpointBarrier barrier, InFlightSnapshot? inFlight)
    {
        _snapshots.Begin(barrier, HasEnded, inFlight);
        _overtaking.End(barrier.Checkpoint);
        if (_phase < TaskPhase.InputOver) (_phase, _stoppedBy) = barrier.Stop ? (TaskPhase.Stopped, barrier.Checkpoint) : (TaskPhase.Reading, 0);
    }

    private bool IsClear()
    {
        _outputs.Flush();
        return _outputs.IsClear;
    }

    private bool TryOvertake()
    {
        if (!_overtaking.IsDue || _restored is not null) return false;
        var barrier = _overtaking.Barrier!.Value;
        while (_triggers.TryPeek(out var older) && older.Checkpoint < barrier.Checkpoint) _triggers.Dequeue();
        var isAligned = _triggers.TryPeek(out var trigger) && trigger.Checkpoint == barrier.Checkpoint;
        var input = new List<InFlightRecords>();
        if (!isAligned && (IsSource || !_gate.TryCollect(barrier.Checkpoint, _chain.Subtask, _batch, input))) return false;
        if (!Fits(barrier, input) || !PutOut(barrier, input)) return false;
        if (isAligned) _triggers.Dequeue();
        _gate.Overtake(barrier.Checkpoint);
        _outputs.Overtake(new BarrierElement(barrier with { AlignmentTimeout = TimeSpan.Zero }), input);
        Begin(barrier, new InFlightSnapshot(input));
        _measuring.Checkpoints.OnBarrier(barrier.Checkpoint, isLast: true);
        return true;
    }

    private bool Fits(CheckpointBarrier barrier, List<InFlightRecords> input)
    {
        var bytes = 0L;
        foreach (var records in input.Concat(_outputs.CollectWaiting()))
        {
            bytes += records.Estimate;
            if (bytes > barrier.InFlightLimit) return false;
        }

        return true;
    }

    /// <summary>Puts out what an operator holds of the record that it has begun; false if that is too much.</summary>
    private bool PutOut(CheckpointBarrier barrier, List<InFlightRecords> input)
    {
        if (!_paused) return true;
        var isOut = false;
        for (var batches = 0; batches < MostOverdrawn && !isOut && !_chain.Operators.Any(static op => op.IsCutShort); batches++)
        {
            _outputs.Overdraw();
            isOut = Resume();
        }

        _outputs.EndOverdraw();
        return isOut && Fits(barrier, input);
    }

    private StepResult StepRestored(RestoredRecords restored)
    {
        if (restored.TryReceive(out var batch, out var channel))
        {
            _batch.Begin(batch, channel);
            return ContinueBatch();
        }

        _restored = null;
        return StepResult.Progress;
    }
}
