using Millrace.Core.Checkpoints;
using Millrace.Runtime.Alignment;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Operators.Watermarks;

namespace Millrace.Runtime.Tasks;

/// <summary>The input channels of a task, with the effect of their control elements, and the task's watermark.</summary>
internal sealed class TaskGate
{
    private readonly InputGate _gate = new();
    private readonly BarrierAligner _aligner = new();
    private readonly WatermarkValve _valve = new();
    private readonly IWatermarkOperator? _watermarks;
    private readonly Func<int, bool> _isBlocked;
    private int _channelCount;
    private int _open;

    /// <param name="channels">The channels.</param>
    /// <param name="watermarks">The operator that generates the task's watermarks; null where they are those of the channels.</param>
    public TaskGate(IReadOnlyList<IInputChannel> channels, IWatermarkOperator? watermarks)
    {
        _watermarks = watermarks;
        _isBlocked = _aligner.IsBlocked;
        foreach (var channel in channels) Join(channel);
    }

    public long Watermark => OwnTime?.Watermark ?? _valve.Current;

    /// <summary>Whether downstream need not wait for the task's watermark: no open channel is active, or records have long been missing.</summary>
    public bool IsIdle => OwnTime?.IsIdle ?? _valve.IsIdle;

    /// <inheritdoc cref="IWatermarkOperator.UntilNextLook"/>
    public TimeSpan? UntilNextLook => OwnTime?.UntilNextLook;

    // The maximum watermark comes from the channels, even if an operator generates the watermarks before it.
    private IWatermarkOperator? OwnTime => _valve.Current == Timestamps.MaxWatermark ? null : _watermarks;

    /// <summary>Updates the watermark of the operator that generates it; returns false if nothing has changed.</summary>
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

    /// <summary>Takes the next element of a channel that is not blocked, if it is a control element; batches stay.</summary>
    public bool TryReceiveControl(out Received received)
    {
        received = default;
        if (!_gate.TryReceiveControl(_isBlocked, out var at, out var element)) return false;
        received = Note(at, element);
        return true;
    }

    /// <summary>
    /// Adds the records before a checkpoint's barriers, channel by channel. Returns false if the barriers have not all arrived, or one has arrived that may
    /// not overtake the records before it.
    /// </summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="to">The subtask's index.</param>
    /// <param name="begun">The batch that the task has begun, which comes first.</param>
    /// <param name="into">Takes the records.</param>
    public bool TryCollect(long checkpoint, int to, CurrentBatch begun, List<InFlightRecords> into)
    {
        if (_aligner.Aligning > checkpoint || _aligner.Latest >= checkpoint) return false;
        var batches = new List<StreamElement>();
        for (var i = 0; i < _channelCount; i++)
        {
            if (_aligner.Aligning == checkpoint && _aligner.IsBlocked(i)) continue;
            var channel = _gate[i];
            if (channel.InFlight is not { } edge || !channel.TryCollect(checkpoint, batches)) return false;
            if (begun.RestOf(channel) is var (batch, from)) into.Add(new InFlightRecords(edge, to, batch, from, []));
            foreach (var next in batches) into.Add(new InFlightRecords(edge, to, next, 0, []));
            batches.Clear();
        }

        return true;
    }

    /// <summary>A checkpoint's barriers overtake the records before them.</summary>
    public void Overtake(long checkpoint) => _aligner.Overtake(checkpoint);

    /// <summary>Aborts a checkpoint: no channel waits for its barriers.</summary>
    public void Abort(long checkpoint) => _aligner.OnCancel(checkpoint);

    private void Join(IInputChannel channel)
    {
        _gate.Join(channel);
        _aligner.Join();
        _valve.Join();
        _channelCount++;
        _open++;
    }

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

/// <summary>An element and its effect.</summary>
/// <param name="Element">The element.</param>
/// <param name="Channel">The channel that it came from.</param>
/// <param name="WatermarkAdvanced">Whether the task's watermark advanced with it.</param>
/// <param name="Aligned">The barrier whose alignment it completed, or null.</param>
internal readonly record struct Received(StreamElement Element, IInputChannel Channel, bool WatermarkAdvanced, CheckpointBarrier? Aligned);
