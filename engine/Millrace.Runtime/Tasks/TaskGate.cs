using Millrace.Core.Checkpoints;
using Millrace.Runtime.Alignment;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;

namespace Millrace.Runtime.Tasks;

/// <summary>The input channels of a task, with what their control elements come to.</summary>
internal sealed class TaskGate
{
    private readonly InputGate _gate;
    private readonly BarrierAligner _aligner;
    private readonly WatermarkValve _valve;
    private readonly Func<int, bool> _isBlocked;
    private int _open;

    public TaskGate(IReadOnlyList<IInputChannel> channels)
    {
        _gate = new InputGate(channels);
        _aligner = new BarrierAligner(channels.Count);
        _valve = new WatermarkValve(channels.Count);
        _isBlocked = _aligner.IsBlocked;
        _open = channels.Count;
    }

    public long Watermark => _valve.Current;

    /// <summary>Whether no channel that has not ended is active.</summary>
    public bool IsIdle => _valve.IsIdle;

    public bool AllEnded => _open == 0;

    /// <summary>Takes the next element of a channel that is not blocked.</summary>
    public bool TryReceive(out Received received)
    {
        received = default;
        if (!_gate.TryReceive(_isBlocked, out var at, out var element)) return false;
        received = Note(at, element);
        return true;
    }

    /// <summary>Takes the next element of a channel that is not blocked where it is a control element; batches stay.</summary>
    public bool TryReceiveControl(out Received received)
    {
        received = default;
        if (!_gate.TryReceiveControl(_isBlocked, out var at, out var element)) return false;
        received = Note(at, element);
        return true;
    }

    /// <summary>A checkpoint was given up: no channel waits for its barriers.</summary>
    public void Abort(long checkpoint) => _aligner.OnCancel(checkpoint);

    private Received Note(int at, StreamElement element)
    {
        var received = new Received(element, _gate[at], false, null);
        switch (element)
        {
            case WatermarkElement watermark:
                received = received with { WatermarkAdvanced = _valve.OnWatermark(at, watermark.Timestamp) };
                break;
            case StreamStatusElement status:
                received = received with { WatermarkAdvanced = _valve.OnStatus(at, status.Idle) };
                break;
            case BarrierElement { Barrier: var barrier }:
                if (_aligner.OnBarrier(at, barrier.Checkpoint).Completed != 0) received = received with { Aligned = barrier };
                break;
            case EndOfInputElement:
                _open--;
                break;
        }

        return received;
    }
}

/// <summary>An element and what it did.</summary>
/// <param name="Element">The element.</param>
/// <param name="Channel">The channel that it came on.</param>
/// <param name="WatermarkAdvanced">Whether the task's watermark advanced with it.</param>
/// <param name="Aligned">The barrier whose alignment it completed, or null.</param>
internal readonly record struct Received(StreamElement Element, IInputChannel Channel, bool WatermarkAdvanced, CheckpointBarrier? Aligned);
