namespace Millrace;

/// <summary>How event times are read from records, and how far they may be out of order within a split.</summary>
public sealed class WatermarkStrategy<T>
{
    internal WatermarkStrategy(Func<T, long>? timestampOf, long maxOutOfOrderness)
    {
        TimestampOf = timestampOf;
        MaxOutOfOrderness = maxOutOfOrderness;
    }

    /// <summary>Reads a record's event time in milliseconds; null where records keep the source's timestamps.</summary>
    public Func<T, long>? TimestampOf { get; }

    /// <summary>By how many milliseconds a record may come late within its split without being late. At least 0.</summary>
    public long MaxOutOfOrderness { get; }

    /// <summary>The watermark of a split whose highest timestamp is <paramref name="maxTimestamp"/>; the lowest number where it has none.</summary>
    public long WatermarkAfter(long maxTimestamp) =>
        maxTimestamp <= long.MinValue + MaxOutOfOrderness ? long.MinValue : maxTimestamp - MaxOutOfOrderness - 1;

    /// <summary>Reads the event time by <paramref name="timestampOf"/>, milliseconds since the epoch.</summary>
    public WatermarkStrategy<T> WithTimestamps(Func<T, long> timestampOf) => new(timestampOf, MaxOutOfOrderness);

    /// <summary>Reads the event time by <paramref name="timeOf"/>.</summary>
    public WatermarkStrategy<T> WithTimestamps(Func<T, DateTimeOffset> timeOf) =>
        WithTimestamps(value => timeOf(value).ToTimestamp());
}

/// <summary>Starts of a <see cref="WatermarkStrategy{T}"/>.</summary>
public static class WatermarkStrategy
{
    /// <summary>Watermarks trail the highest timestamp of a split by <paramref name="delay"/> and a millisecond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public static WatermarkStrategy<T> BoundedOutOfOrderness<T>(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new WatermarkStrategy<T>(null, (long)delay.TotalMilliseconds);
    }

    /// <summary>Timestamps never decrease within a split.</summary>
    public static WatermarkStrategy<T> Ascending<T>() => BoundedOutOfOrderness<T>(TimeSpan.Zero);
}
