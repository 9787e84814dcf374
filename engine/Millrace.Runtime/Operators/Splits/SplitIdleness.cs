namespace Millrace.Runtime.Operators.Splits;

/// <summary>
/// Finds the splits that have been without records for longer than a timeout. Its clock counts only time in which the source could be
/// read: a split is not idle because outputs are full, the rate is limited or the split waits for others. In a bounded source all records
/// are at hand, so that a split without any waits for those before it, unless the reader reports that nothing is available.
/// </summary>
/// <param name="timeout">Above zero.</param>
/// <param name="bounded">Whether the source ends.</param>
/// <param name="time">The clock.</param>
internal sealed class SplitIdleness(TimeSpan timeout, bool bounded, TimeProvider time)
{
    // A host's timer cannot wait without limit (System.Threading.Timer: 49 days).
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // A split is idle after more than the timeout, as in Flink, where that is a millisecond more.
    private static readonly TimeSpan Longer = TimeSpan.FromMilliseconds(1);

    private TimeSpan _clock;
    private long _last = time.GetTimestamp();
    private bool _counts;

    /// <summary>The time until the next split becomes idle if no record comes; null where all are.</summary>
    public TimeSpan? UntilNext { get; private set; }

    /// <summary>Output is blocked or the rate is limited: no time counts until the next read.</summary>
    public void Pause() => _counts = false;

    /// <summary>Handles a read of the source; <see cref="SplitProgress.IsIdle"/> of the splits is up to date afterwards.</summary>
    public void OnRead(ReadResult result, IReadOnlyList<SplitProgress> splits)
    {
        var now = time.GetTimestamp();
        if (_counts) _clock += time.GetElapsedTime(_last, now);
        (_last, _counts) = (now, result == ReadResult.NothingAvailable || !bounded);
        TimeSpan? oldest = null;
        for (var i = 0; i < splits.Count; i++)
        {
            var split = splits[i];
            if (split.Finished) continue;
            if (split.Moved || split.IsPaused) (split.Moved, split.IsIdle, split.LastRecord) = (false, false, _clock);
            else if (_clock - split.LastRecord > timeout) split.IsIdle = true;
            if (!split.IsIdle && !(oldest <= split.LastRecord)) oldest = split.LastRecord;
        }

        var left = oldest + timeout - _clock + Longer;
        UntilNext = left > LongestWait ? LongestWait : left;
    }
}
