using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>
/// The input channels of one subtask, known by the order in which they joined. Its inputs take turns, and so do the channels within an input, so
/// that a stream with few subtasks is not outnumbered by the other one. A blocked channel is not polled.
/// </summary>
internal sealed class InputGate
{
    private readonly List<IInputChannel> _channels = [];
    private readonly SortedDictionary<int, ChannelTurns> _turns = [];
    private ChannelTurns[] _inputs = [];
    private int _next;

    public IInputChannel this[int channel] => _channels[channel];

    /// <summary>Adds a channel.</summary>
    public void Join(IInputChannel channel)
    {
        if (!_turns.TryGetValue(channel.Input, out var turns))
        {
            _turns.Add(channel.Input, turns = new ChannelTurns(_channels));
            _inputs = [.. _turns.Values];
        }

        turns.Join(_channels.Count);
        _channels.Add(channel);
    }

    /// <summary>Removes a channel: it is not polled any longer.</summary>
    public void Leave(int channel) => _turns[_channels[channel].Input].Leave(channel);

    /// <summary>Takes the next element from a channel for which <paramref name="isBlocked"/> is false.</summary>
    public bool TryReceive(Func<int, bool> isBlocked, out int channel, out StreamElement element)
    {
        for (var tried = 0; tried < _inputs.Length; tried++)
        {
            var input = _inputs[_next];
            if (++_next == _inputs.Length) _next = 0;
            if (input.TryReceive(isBlocked, out channel, out element)) return true;
        }

        (channel, element) = (-1, null!);
        return false;
    }

    /// <summary>Like <see cref="TryReceive"/>, but skips channels whose next element is a batch.</summary>
    public bool TryReceiveControl(Func<int, bool> isBlocked, out int channel, out StreamElement element)
    {
        foreach (var input in _inputs)
        {
            if (input.TryReceiveControl(isBlocked, out channel, out element)) return true;
        }

        (channel, element) = (-1, null!);
        return false;
    }

    /// <summary>The channels of one input, in turn.</summary>
    private sealed class ChannelTurns(List<IInputChannel> channels)
    {
        private int[] _indexes = [];
        private int _next;

        public void Join(int channel) => _indexes = [.. _indexes, channel];

        public void Leave(int channel) => (_indexes, _next) = ([.. _indexes.Where(i => i != channel)], 0);

        public bool TryReceive(Func<int, bool> isBlocked, out int channel, out StreamElement element)
        {
            for (var tried = 0; tried < _indexes.Length; tried++)
            {
                channel = _indexes[_next];
                if (++_next == _indexes.Length) _next = 0;
                if (!isBlocked(channel) && channels[channel].TryReceive(out element)) return true;
            }

            (channel, element) = (-1, null!);
            return false;
        }

        public bool TryReceiveControl(Func<int, bool> isBlocked, out int channel, out StreamElement element)
        {
            foreach (var index in _indexes)
            {
                channel = index;
                if (!isBlocked(channel) && channels[channel].TryPeek(out element) && !element.IsBatch) return channels[channel].TryReceive(out element);
            }

            (channel, element) = (-1, null!);
            return false;
        }
    }
}
