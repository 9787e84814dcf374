using System.Collections.Concurrent;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// Artifacts that were uploaded or looked up recently. A submission that names one may be on its way, so it is not deleted although no job
/// uses it yet. Thread-safe.
/// </summary>
internal sealed class RecentArtifacts(TimeProvider time)
{
    private static readonly TimeSpan s_while = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, long> _seen = new(StringComparer.Ordinal);

    public void Add(string hash) => _seen[hash] = time.GetTimestamp();

    public bool Contains(string hash)
    {
        if (!_seen.TryGetValue(hash, out var since)) return false;
        if (time.GetElapsedTime(since) < s_while) return true;
        _seen.TryRemove(new KeyValuePair<string, long>(hash, since));
        return false;
    }
}
