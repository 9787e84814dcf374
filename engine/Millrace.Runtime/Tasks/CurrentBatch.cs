using Millrace.Core.Metrics;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Tasks;

/// <summary>The batch that a task has started, and the position that it has reached.</summary>
internal sealed class CurrentBatch(IReadOnlyList<ChainInput> inputs, FlowCounter counter, TimeProvider time)
{
    private const long Unlimited = int.MaxValue;
    private const long Largest = 256;

    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(2);

    private long _slice = Unlimited;
    private StreamElement? _batch;
    private IInputChannel _channel = null!;
    private ChainInput _input = null!;
    private int _cursor;

    /// <summary>Whether a batch has been started.</summary>
    public bool IsBegun => _batch is not null;

    /// <inheritdoc cref="ChainInput.Place"/>
    public int Place => _input.Place;

    public void Begin(StreamElement batch, IInputChannel channel) => (_batch, _channel, _input, _cursor) = (batch, channel, inputs[channel.Input], 0);

    /// <summary>The batch and the next record, if it came from this channel; null if none is left.</summary>
    public (StreamElement Batch, int From)? RestOf(IInputChannel channel) =>
        _batch is not null && _channel == channel && _input.HasMore(_batch, _cursor) ? (_batch, _cursor) : null;

    /// <summary>
    /// Processes the batch, or where records take long a part of it, and releases it at its end; returns false when there is no room, with the position kept.
    /// </summary>
    public bool Process()
    {
        var (batch, begun) = (_batch!, time.GetTimestamp());
        var hasRoom = _input.Process(batch, ref _cursor, (int)Math.Min(int.MaxValue, _cursor + _slice));
        Adapt(time.GetElapsedTime(begun));
        if (!_input.HasMore(batch, _cursor)) Release();
        return hasRoom;
    }

    // Mail and barriers wait for a slice at most.
    private void Adapt(TimeSpan took)
    {
        if (took > s_longest) _slice = Math.Max(1, Math.Min(_slice, Largest) / 2);
        else if (took < s_short && _slice < Unlimited) _slice *= 2;
    }

    /// <summary>Describes the last record that was started; null if there is none.</summary>
    public string? Describe()
    {
        if (_batch is null || _cursor == 0) return null;
        var input = inputs.Count == 1 ? "" : $" of input {_channel.Input + 1}";
        return $"record {_channel.Consumed + _cursor}{input} from {_channel.Producer}{_input.Describe(_batch, _cursor)}";
    }

    private void Release()
    {
        counter.Add(_cursor, _batch!.Bytes);
        _input.Release(_batch);
        _batch = null;
        _channel.Consumed += _cursor;
        _channel.ReturnCredit();
    }
}
