namespace Millrace;

/// <summary>How event times are read from records, how far they may be out of order within a split, and when a split is idle.</summary>
public sealed class WatermarkStrategy<T>
{
    internal WatermarkStrategy(Func<T, long>? timestampOf, long maxOutOfOrderness, TimeSpan? idleness)
    {
        TimestampOf = timestampOf;
        MaxOutOfOrderness = maxOutOfOrderness;
        Idleness = idleness;
    }

    /// <summary>Reads a record's event time in milliseconds; null where records keep the source's timestamps.</summary>
    public Func<T, long>? TimestampOf { get; }

    /// <summary>By how many milliseconds a record may come late within its split without being late. At least 0.</summary>
    public long MaxOutOfOrderness { get; }

    /// <summary>After how long without a record a split is idle; null where it never is.</summary>
    public TimeSpan? Idleness { get; }

    /// <summary>The watermark of a split whose highest timestamp is <paramref name="maxTimestamp"/>; the lowest number where it has none.</summary>
    public long WatermarkAfter(long maxTimestamp) =>
        maxTimestamp <= long.MinValue + MaxOutOfOrderness ? long.MinValue : maxTimestamp - MaxOutOfOrderness - 1;

    /// <summary>Reads the event time by <paramref name="timestampOf"/>, milliseconds since the epoch.</summary>
    public WatermarkStrategy<T> WithTimestamps(Func<T, long> timestampOf) => new(timestampOf, MaxOutOfOrderness, Idleness);

    /// <summary>Reads the event time by <paramref name="timeOf"/>.</summary>
    public WatermarkStrategy<T> WithTimestamps(Func<T, DateTimeOffset> timeOf) =>
        WithTimestamps(value => timeOf(value).ToTimestamp());

    /// <summary>
    /// Leaves a split without records for longer than <paramref name="timeout"/> out of the watermark, until its next record: otherwise
    /// one silent split holds back the time of the whole job. Only time in which the source could read counts, so neither backpressure
    /// nor a rate limit makes a split idle; nor, in a bounded source, do the splits that are read before it. When all splits of a source
    /// are idle, its watermark is the highest of them. A record that comes after idleness may be late.
    /// </summary>
    /// <param name="timeout">Above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is zero or negative.</exception>
    public WatermarkStrategy<T> WithIdleness(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return new WatermarkStrategy<T>(TimestampOf, MaxOutOfOrderness, timeout);
    }
}

/// <summary>Starts of a <see cref="WatermarkStrategy{T}"/>.</summary>
public static class WatermarkStrategy
{
    /// <summary>Watermarks trail the highest timestamp of a split by <paramref name="delay"/> and a millisecond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public static WatermarkStrategy<T> BoundedOutOfOrderness<T>(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new WatermarkStrategy<T>(null, (long)delay.TotalMilliseconds, null);
    }

    /// <summary>Timestamps never decrease within a split.</summary>
    public static WatermarkStrategy<T> Ascending<T>() => BoundedOutOfOrderness<T>(TimeSpan.Zero);
}
