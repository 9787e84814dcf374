using Millrace.Core.Metrics;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Tasks;

/// <summary>The batch that a task has started, and the position that it has reached.</summary>
internal sealed class CurrentBatch(IReadOnlyList<ChainInput> inputs, FlowCounter counter)
{
    private StreamElement? _batch;
    private IInputChannel _channel = null!;
    private ChainInput _input = null!;
    private int _cursor;

    /// <summary>Whether a batch has been started.</summary>
    public bool IsBegun => _batch is not null;

    /// <inheritdoc cref="ChainInput.Place"/>
    public int Place => _input.Place;

    public void Begin(StreamElement batch, IInputChannel channel) => (_batch, _channel, _input, _cursor) = (batch, channel, inputs[channel.Input], 0);

    /// <summary>Processes the batch, and releases it at its end; returns false when there is no room, with the position kept.</summary>
    public bool Process()
    {
        var isDone = _input.Process(_batch!, ref _cursor);
        if (isDone || !_input.HasMore(_batch!, _cursor)) Release();
        return isDone;
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
