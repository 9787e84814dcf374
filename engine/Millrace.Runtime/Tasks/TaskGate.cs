using Millrace.Core.Checkpoints;
using Millrace.Runtime.Alignment;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Operators;

namespace Millrace.Runtime.Tasks;

/// <summary>The input channels of a task, with what their control elements come to, and its time: that of the channels, or of the operator that gives it another.</summary>
internal sealed class TaskGate
{
    private readonly InputGate _gate;
    private readonly BarrierAligner _aligner;
    private readonly WatermarkValve _valve;
    private readonly IWatermarkOperator? _watermarks;
    private readonly Func<int, bool> _isBlocked;
    private int _open;

    /// <param name="channels">The channels.</param>
    /// <param name="watermarks">The operator that makes the task's watermarks; null where they are those of the channels.</param>
    public TaskGate(IReadOnlyList<IInputChannel> channels, IWatermarkOperator? watermarks)
    {
        _watermarks = watermarks;
        _gate = new InputGate(channels);
        _aligner = new BarrierAligner(channels.Count);
        _valve = new WatermarkValve(channels.Count);
        _isBlocked = _aligner.IsBlocked;
        _open = channels.Count;
    }

    public long Watermark => OwnTime?.Watermark ?? _valve.Current;

    /// <summary>Whether nobody is to wait for the task's time: no channel that has not ended is active, or records have not come for long.</summary>
    public bool IsIdle => OwnTime?.IsIdle ?? _valve.IsIdle;

    /// <inheritdoc cref="IWatermarkOperator.UntilNextLook"/>
    public TimeSpan? UntilNextLook => OwnTime?.UntilNextLook;

    // The end of time is that of the channels, whoever makes the watermarks before it.
    private IWatermarkOperator? OwnTime => _valve.Current == Timestamps.MaxWatermark ? null : _watermarks;

    /// <summary>Brings the time of the operator that makes it up to date; false where it is as before.</summary>
    public bool Look()
    {
        var (watermark, isIdle) = (Watermark, IsIdle);
        _watermarks?.Look();
        return Watermark > watermark || IsIdle != isIdle;
    }

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
