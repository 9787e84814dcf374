using System.Collections.Concurrent;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Exchange.Remote;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager;

/// <summary>The channels of a process. Their names carry the attempt, so that a stale task reaches no other.</summary>
/// <param name="credits">The maximum number of batches in flight in a channel within the process, 1 or more.</param>
/// <param name="exchange">The exchange with other processes; null where all task managers share this one.</param>
public sealed class ChannelRegistry(int credits = 4, DataExchange? exchange = null)
{
    private readonly ConcurrentDictionary<(string Job, int Attempt, int Edge, int From, int To), LocalChannel> _channels = new();

    /// <summary>The maximum number of frames in flight in a channel from another process.</summary>
    internal int Window => Remote.Options.Window;

    private DataExchange Remote => exchange ?? throw new InvalidOperationException("This process has no exchange with other task managers, but tasks are placed on some.");

    /// <summary>Returns a channel within the process, which is both of its ends.</summary>
    internal LocalChannel Get(string job, int attempt, JobEdge edge, int from, int to) =>
        _channels.GetOrAdd((job, attempt, edge.Index, from, to), _ => new LocalChannel(credits));

    /// <summary>Adds the producer's end of a channel to another process.</summary>
    internal void Add(string job, RemoteOutput output) => Remote.Sent.Add(job, output);

    /// <summary>Adds the consumer's end of a channel from another process, and requests data.</summary>
    internal void Open(string job, TaskManagerAddress producer, RemoteInput input) => Remote.Open(job, producer, input);

    /// <summary>Drops the channels of an attempt and of earlier ones.</summary>
    internal void Drop(string job, int attempt)
    {
        foreach (var key in _channels.Keys.Where(k => k.Job == job && k.Attempt <= attempt)) _channels.TryRemove(key, out _);
        exchange?.Drop(job, attempt);
    }
}
