using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager;

/// <summary>The channels of a task, of which it has a record even if it does not come to its end. Thread-safe.</summary>
internal sealed class TaskLinks
{
    private readonly Lock _gate = new();
    private readonly List<ChannelAddress> _channels = [];

    /// <summary>The channels so far.</summary>
    public IReadOnlyList<ChannelAddress> Channels
    {
        get
        {
            lock (_gate) return [.. _channels];
        }
    }

    /// <summary>Adds a channel, and returns it.</summary>
    public ChannelAddress Add(ChannelAddress channel)
    {
        lock (_gate) _channels.Add(channel);
        return channel;
    }
}
