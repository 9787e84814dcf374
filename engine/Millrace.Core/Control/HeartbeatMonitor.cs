namespace Millrace.Core.Control;

/// <summary>
/// Notices that another process no longer answers heartbeats. Silence is counted in heartbeats rather than in time: a process that was itself paused
/// finds its own timers late, and must not take that for the silence of the other.
/// </summary>
/// <param name="limit">The number of consecutive unanswered heartbeats after which the other process is lost, at least 1.</param>
public sealed class HeartbeatMonitor(int limit)
{
    private int _unanswered;

    /// <summary>Returns the limit for a time of silence after which a process is lost.</summary>
    public static int LimitFor(TimeSpan timeout, TimeSpan interval) => (int)Math.Max(1, Math.Ceiling(timeout / interval));

    /// <summary>Counts one more heartbeat sent, and returns whether the other process is lost.</summary>
    public bool Beat() => _unanswered >= limit || ++_unanswered >= limit;

    /// <summary>Records an answer.</summary>
    public void Answered() => _unanswered = 0;
}
