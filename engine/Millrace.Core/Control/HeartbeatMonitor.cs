namespace Millrace.Core.Control;

/// <summary>
/// Tracks which processes answer heartbeats. Silence is counted in heartbeats rather than in time: a process that was itself paused finds its own
/// timers late, and must not take that for the silence of others.
/// </summary>
/// <param name="limit">The number of consecutive unanswered heartbeats after which a process is lost, at least 1.</param>
public sealed class HeartbeatMonitor(int limit)
{
    private readonly SortedDictionary<string, int> _unanswered = new(StringComparer.Ordinal);

    /// <summary>Returns the limit for a time of silence after which a process is lost.</summary>
    public static int LimitFor(TimeSpan timeout, TimeSpan interval) => (int)Math.Max(1, Math.Ceiling(timeout / interval));

    /// <summary>Starts watching a process, which counts as present until it has been silent.</summary>
    public void Watch(string id) => _unanswered.TryAdd(id, 0);

    /// <summary>Stops watching a process.</summary>
    public void Forget(string id) => _unanswered.Remove(id);

    public bool IsLost(string id) => _unanswered.TryGetValue(id, out var unanswered) && unanswered >= limit;

    /// <summary>Counts one more heartbeat sent.</summary>
    /// <returns>The processes that are now lost, in order.</returns>
    public IReadOnlyList<string> Beat()
    {
        var lost = new List<string>();
        foreach (var id in _unanswered.Keys.ToList())
        {
            if (_unanswered[id] < limit && ++_unanswered[id] == limit) lost.Add(id);
        }

        return lost;
    }

    /// <summary>Records an answer; returns true if the process had been lost.</summary>
    public bool Answered(string id)
    {
        if (!_unanswered.TryGetValue(id, out var unanswered)) return false;
        _unanswered[id] = 0;
        return unanswered >= limit;
    }
}
