using System.Collections.Concurrent;
using Millrace.Core.Scheduling;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Exchange.Remote;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager;

/// <summary>The channels of a process. Their names carry the attempt, so that a stale task reaches no other.</summary>
/// <param name="exchange">The exchange with other processes; null where all task managers share this one.</param>
public sealed class ChannelRegistry(DataExchange? exchange = null)
{
    /// <summary>The maximum number of batches in flight in a channel within the process.</summary>
    private const int Credits = 4;

    private readonly ConcurrentDictionary<(string Job, ChannelAddress Channel), LocalChannel> _channels = new();

    /// <summary>The maximum number of frames in flight in a channel from another process.</summary>
    internal int Window => Remote.Options.Window;

    private DataExchange Remote => exchange ?? throw new InvalidOperationException("This process has no exchange with other task managers, but tasks are placed on some.");

    /// <summary>Returns a channel within the process, which is both of its ends.</summary>
    internal LocalChannel Get(string job, ChannelAddress channel) => _channels.GetOrAdd((job, channel), _ => new LocalChannel(Credits));

    /// <summary>Adds the producer's end of a channel to another process.</summary>
    internal void Add(string job, RemoteOutput output) => Remote.Sent.Add(job, output);

    /// <summary>Adds the consumer's end of a channel from another process, and requests data.</summary>
    internal void Open(string job, TaskManagerAddress producer, RemoteInput input) => Remote.Open(job, producer, input);

    /// <summary>Drops channels, because a task at their end has ended.</summary>
    internal void Drop(string job, IReadOnlyList<ChannelAddress> channels)
    {
        foreach (var channel in channels) _channels.TryRemove((job, channel), out _);
        exchange?.Drop(job, channels);
    }

    /// <summary>No task of an attempt or an earlier one is left in this process: what other processes still send or grant them is dropped.</summary>
    internal void Leave(string job, int attempt) => exchange?.Drop(job, attempt);

    /// <summary>Drops the channels of an attempt and of earlier ones, which are over everywhere.</summary>
    internal void Drop(string job, int attempt)
    {
        foreach (var key in _channels.Keys.Where(k => k.Job == job && k.Channel.ConsumerAttempt <= attempt)) _channels.TryRemove(key, out _);
        exchange?.Drop(job, attempt);
    }
}
