using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>
/// The input channels of one subtask. Its inputs take turns, and so do the channels within an input, so that a stream with few
/// subtasks is not outnumbered by the other one. A blocked channel is not polled.
/// </summary>
internal sealed class InputGate
{
    private readonly IReadOnlyList<IInputChannel> _channels;
    private readonly ChannelTurns[] _inputs;
    private int _next;

    public InputGate(IReadOnlyList<IInputChannel> channels)
    {
        _channels = channels;
        _inputs = [.. channels.Index().GroupBy(c => c.Item.Input).OrderBy(g => g.Key).Select(g => new ChannelTurns([.. g.Select(c => c.Index)]))];
    }

    public int Count => _channels.Count;

    public IInputChannel this[int channel] => _channels[channel];

    /// <summary>Takes the next element from a channel for which <paramref name="isBlocked"/> is false.</summary>
    public bool TryReceive(Func<int, bool> isBlocked, out int channel, out StreamElement element)
    {
        for (var tried = 0; tried < _inputs.Length; tried++)
        {
            var input = _inputs[_next];
            if (++_next == _inputs.Length) _next = 0;
            if (input.TryReceive(_channels, isBlocked, out channel, out element)) return true;
        }

        (channel, element) = (-1, null!);
        return false;
    }

    /// <summary>Like <see cref="TryReceive"/>, but skips channels whose next element is a batch.</summary>
    public bool TryReceiveControl(Func<int, bool> isBlocked, out int channel, out StreamElement element)
    {
        for (channel = 0; channel < _channels.Count; channel++)
        {
            if (!isBlocked(channel) && _channels[channel].TryPeek(out element) && !element.IsBatch) return _channels[channel].TryReceive(out element);
        }

        (channel, element) = (-1, null!);
        return false;
    }

    /// <summary>The channels of one input, in turn.</summary>
    private sealed class ChannelTurns(int[] indexes)
    {
        private int _next;

        public bool TryReceive(IReadOnlyList<IInputChannel> channels, Func<int, bool> isBlocked, out int channel, out StreamElement element)
        {
            for (var tried = 0; tried < indexes.Length; tried++)
            {
                channel = indexes[_next];
                if (++_next == indexes.Length) _next = 0;
                if (!isBlocked(channel) && channels[channel].TryReceive(out element)) return true;
            }

            (channel, element) = (-1, null!);
            return false;
        }
    }
}
