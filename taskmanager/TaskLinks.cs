using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager;

/// <summary>A task as its channels see it, and the channels, of which it has a record even if it does not come to its end. Thread-safe.</summary>
/// <param name="wake">Requests a step of the task.</param>
/// <param name="fail">Fails the task.</param>
internal sealed class TaskLinks(Action wake, Action<Exception> fail)
{
    private readonly Lock _gate = new();
    private readonly List<ChannelAddress> _channels = [];

    /// <summary>Requests a step of the task.</summary>
    public Action Wake => wake;

    /// <summary>Fails the task.</summary>
    public Action<Exception> Fail => fail;

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
