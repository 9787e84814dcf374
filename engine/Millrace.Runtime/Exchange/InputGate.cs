using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>The channels into one subtask, taken round-robin; a blocked one is not polled.</summary>
internal sealed class InputGate(IReadOnlyList<Channel> channels)
{
    private int _next;

    public int Count => channels.Count;

    public Channel this[int channel] => channels[channel];

    /// <summary>Takes the next element of a channel for which <paramref name="isBlocked"/> is false.</summary>
    public bool TryReceive(Func<int, bool> isBlocked, out int channel, out StreamElement element)
    {
        for (var tried = 0; tried < channels.Count; tried++)
        {
            channel = _next;
            if (++_next == channels.Count) _next = 0;
            if (!isBlocked(channel) && channels[channel].TryReceive(out element)) return true;
        }

        (channel, element) = (-1, null!);
        return false;
    }

    /// <summary>As <see cref="TryReceive"/>, but passes over channels whose next element is a batch.</summary>
    public bool TryReceiveControl(Func<int, bool> isBlocked, out int channel, out StreamElement element)
    {
        for (channel = 0; channel < channels.Count; channel++)
        {
            if (!isBlocked(channel) && channels[channel].TryPeek(out element) && !element.IsBatch) return channels[channel].TryReceive(out element);
        }

        (channel, element) = (-1, null!);
        return false;
    }
}
