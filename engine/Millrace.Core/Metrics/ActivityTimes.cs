namespace Millrace.Core.Metrics;

/// <summary>
/// Measures how a task spends its time. The clock is read only when the activity changes, so a task that is always busy never reads it; the reader
/// adds the time elapsed since. One thread writes; any thread may read.
/// </summary>
public sealed class ActivityTimes(TimeProvider time)
{
    private readonly long[] _ticks = new long[3];
    private TaskActivity _current = TaskActivity.Idle;
    private long _since = time.GetTimestamp();
    private int _version;

    public void Enter(TaskActivity activity)
    {
        if (activity == _current) return;
        var now = time.GetTimestamp();
        // Odd during a write: a reader that sees an odd version, or a different one afterwards, reads again.
        Volatile.Write(ref _version, _version + 1);
        Interlocked.MemoryBarrier();
        _ticks[(int)_current] += now - _since;
        _current = activity;
        _since = now;
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>Returns the total time that the task has spent in an activity.</summary>
    public TimeSpan Of(TaskActivity activity)
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var (ticks, current, since) = (Volatile.Read(ref _ticks[(int)activity]), _current, Volatile.Read(ref _since));
            Interlocked.MemoryBarrier();
            if (version % 2 == 1 || version != Volatile.Read(ref _version)) continue;
            var running = current == activity ? Math.Max(0, time.GetTimestamp() - since) : 0;
            return time.GetElapsedTime(0, ticks + running);
        }
    }
}
