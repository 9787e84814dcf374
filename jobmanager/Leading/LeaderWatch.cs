using Millrace.Hosting.Leading;

namespace Millrace.JobManager.Leading;

/// <summary>
/// Decides when a leader may be replaced: when its blob has not changed for a time of this process's own monotonic clock. Nothing is compared with the
/// clock of another machine.
/// </summary>
/// <param name="patience">The time.</param>
internal sealed class LeaderWatch(TimeSpan patience)
{
    private StoredLeader? _seen;
    private TimeSpan _since;

    /// <summary>Whether the leader has given a sign of life since it was first seen.</summary>
    public bool HasBeaten { get; private set; }

    /// <summary>Whether anything was read yet.</summary>
    public bool HasLooked { get; private set; }

    /// <summary>Returns whether what was read may be replaced.</summary>
    /// <param name="read">What was read; null for nothing.</param>
    /// <param name="now">The time now, of a monotonic clock.</param>
    public bool MayReplace(StoredLeader? read, TimeSpan now)
    {
        HasLooked = true;
        // An unreadable one may be of a leader that beats.
        if (read is null or { Record.Beats: false }) return true;
        if (_seen?.Version == read.Version) return now - _since >= patience;
        HasBeaten |= _seen is not null;
        (_seen, _since) = (read, now);
        return false;
    }
}
