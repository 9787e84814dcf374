namespace Millrace.Core.Control;

/// <summary>
/// Who answers heartbeats. Silence is counted in heartbeats and not in time: a process that was paused itself finds its own timers late,
/// and must not take that for the silence of others.
/// </summary>
/// <param name="limit">Who has left so many heartbeats in a row without an answer is lost, 1 or more.</param>
public sealed class HeartbeatMonitor(int limit)
{
    private readonly SortedDictionary<string, int> _unanswered = new(StringComparer.Ordinal);

    /// <summary>The monitor's limit for a time after which one who is silent counts as lost.</summary>
    public static int LimitFor(TimeSpan timeout, TimeSpan interval) => (int)Math.Max(1, Math.Ceiling(timeout / interval));

    /// <summary>Begins to watch; who is watched counts as there until it was silent.</summary>
    public void Watch(string id) => _unanswered.TryAdd(id, 0);

    /// <summary>Ends to watch.</summary>
    public void Forget(string id) => _unanswered.Remove(id);

    public bool IsLost(string id) => _unanswered.TryGetValue(id, out var unanswered) && unanswered >= limit;

    /// <summary>One more heartbeat goes out.</summary>
    /// <returns>Who is lost with it, in order.</returns>
    public IReadOnlyList<string> Beat()
    {
        var lost = new List<string>();
        foreach (var id in _unanswered.Keys.ToList())
        {
            if (_unanswered[id] < limit && ++_unanswered[id] == limit) lost.Add(id);
        }

        return lost;
    }

    /// <summary>An answer came; true where it came from one who was lost.</summary>
    public bool Answered(string id)
    {
        if (!_unanswered.TryGetValue(id, out var unanswered)) return false;
        _unanswered[id] = 0;
        return unanswered >= limit;
    }
}
