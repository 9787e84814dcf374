using System.Collections.Concurrent;
using Millrace.Core.Graph;
using Millrace.Runtime.Exchange;

namespace Millrace.TaskManager;

/// <summary>The channels between subtasks of one process. Their names carry the attempt, so a stale task reaches nobody.</summary>
/// <param name="credits">How many batches may be on the way in a channel, 1 or more.</param>
public sealed class ChannelRegistry(int credits = 4)
{
    private readonly ConcurrentDictionary<(string Job, int Attempt, int Edge, int From, int To), Channel> _channels = new();

    internal Channel Get(string job, int attempt, JobEdge edge, int from, int to) =>
        _channels.GetOrAdd((job, attempt, edge.Index, from, to), _ => new Channel(credits));

    /// <summary>Forgets the channels of an attempt and of those before it.</summary>
    internal void Drop(string job, int attempt)
    {
        foreach (var key in _channels.Keys.Where(k => k.Job == job && k.Attempt <= attempt)) _channels.TryRemove(key, out _);
    }
}
