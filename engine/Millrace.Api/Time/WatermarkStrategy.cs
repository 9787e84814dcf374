using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// Determines how event times are read from records, how far they may be out of order within a split, when a split is idle, and which sources wait
/// for each other.
/// </summary>
public sealed class WatermarkStrategy<T>
{
    internal WatermarkStrategy(long maxOutOfOrderness) => MaxOutOfOrderness = maxOutOfOrderness;

    internal WatermarkStrategy(Func<WatermarkGenerator<T>> createGenerator) => CreateGenerator = createGenerator;

    private WatermarkStrategy(WatermarkStrategy<T> other) =>
        (TimestampOf, MaxOutOfOrderness, CreateGenerator, Idleness, Alignment) =
        (other.TimestampOf, other.MaxOutOfOrderness, other.CreateGenerator, other.Idleness, other.Alignment);

    /// <summary>Returns a record's event time in milliseconds; null if records keep the source's timestamps.</summary>
    public Func<T, long>? TimestampOf { get; private init; }

    /// <summary>
    /// By how many milliseconds a record's time may be behind the highest in its split without being late. At least 0. Not used with a generator.
    /// </summary>
    public long MaxOutOfOrderness { get; }

    /// <summary>Creates the generator of a split; null if watermarks trail the highest timestamp.</summary>
    public Func<WatermarkGenerator<T>>? CreateGenerator { get; }

    /// <summary>How long without a record until a split is idle; null if it never is.</summary>
    public TimeSpan? Idleness { get; private init; }

    /// <summary>Which sources wait for each other; null if this one waits for none.</summary>
    public WatermarkAlignment? Alignment { get; private init; }

    /// <summary>
    /// Returns the watermark of a split whose highest timestamp is <paramref name="maxTimestamp"/>; <see cref="long.MinValue"/> if it has none.
    /// </summary>
    public long WatermarkAfter(long maxTimestamp) =>
        maxTimestamp <= long.MinValue + MaxOutOfOrderness ? long.MinValue : maxTimestamp - MaxOutOfOrderness - 1;

    /// <summary>Reads event times with <paramref name="timestampOf"/>, in milliseconds since the epoch.</summary>
    public WatermarkStrategy<T> WithTimestamps(Func<T, long> timestampOf) => new(this) { TimestampOf = timestampOf };

    /// <summary>Reads event times with <paramref name="timeOf"/>.</summary>
    public WatermarkStrategy<T> WithTimestamps(Func<T, DateTimeOffset> timeOf) =>
        WithTimestamps(value => timeOf(value).ToTimestamp());

    /// <summary>
    /// Excludes a split from the watermark when it has had no records for longer than <paramref name="timeout"/>, until its next record; otherwise a
    /// single silent split would hold back the time of the whole job. Only time in which the source could read counts, so neither backpressure nor a
    /// rate limit makes a split idle, nor, in a bounded source, do splits that are read before it. When all splits of a source are idle, its
    /// watermark is the highest of theirs. A record that arrives after idleness may be late.
    /// </summary>
    /// <param name="timeout">The timeout, greater than zero.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The timeout is zero or negative.</exception>
    public WatermarkStrategy<T> WithIdleness(TimeSpan timeout, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (timeout <= TimeSpan.Zero)
            throw new InvalidJobException($"The idleness timeout at {CallSite.Of(file, line)} is {timeout}; it must be more than 0.");
        return new WatermarkStrategy<T>(this) { Idleness = timeout };
    }

    /// <summary>
    /// Pauses splits that are far ahead in event time of other sources, or of other subtasks and splits of this one, until those have caught up;
    /// otherwise a join or a window keeps in state everything that the fast ones read before the slow ones. The job manager sends the group's lowest
    /// watermark twenty times a second, and between two updates reading advances by at most the drift, so the drift also bounds how fast a job can
    /// work through a backlog. Idle and finished splits do not hold back the group, but one without any record does: combine this with
    /// <see cref="WithIdleness"/>. A reader that cannot pause a split is stopped when all its splits are ahead.
    /// </summary>
    /// <param name="group">The group's name, within the job.</param>
    /// <param name="maxDrift">How far a split may be ahead of the group's lowest watermark; at least zero.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The group has no name, or the drift is negative.</exception>
    public WatermarkStrategy<T> WithAlignment(string group, TimeSpan maxDrift, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (string.IsNullOrWhiteSpace(group)) throw new InvalidJobException($"The group of the alignment at {CallSite.Of(file, line)} has no name; give it one.");
        if (maxDrift < TimeSpan.Zero) throw new InvalidJobException($"The alignment at {CallSite.Of(file, line)} has the drift {maxDrift}; it must be 0 or more.");
        return new WatermarkStrategy<T>(this) { Alignment = new WatermarkAlignment(group, (long)maxDrift.TotalMilliseconds) };
    }
}

/// <summary>Creates <see cref="WatermarkStrategy{T}"/> instances.</summary>
public static class WatermarkStrategy
{
    /// <summary>
    /// Creates a strategy whose watermarks trail the highest timestamp of a split by <paramref name="delay"/> plus one millisecond.
    /// </summary>
    /// <exception cref="InvalidJobException">The delay is negative.</exception>
    public static WatermarkStrategy<T> BoundedOutOfOrderness<T>(TimeSpan delay, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (delay < TimeSpan.Zero)
            throw new InvalidJobException($"The watermarks at {CallSite.Of(file, line)} have a delay of {delay}; it must be 0 or more.");
        return new WatermarkStrategy<T>((long)delay.TotalMilliseconds);
    }

    /// <summary>Creates a strategy with a custom watermark generator for each split, or for each subtask of an operator behind the source.</summary>
    /// <param name="createGenerator">Creates a generator.</param>
    /// <example><code>WatermarkStrategy.ForGenerator(() => new DayMarkers()).WithTimestamps(order => order.Time)</code></example>
    public static WatermarkStrategy<T> ForGenerator<T>(Func<WatermarkGenerator<T>> createGenerator)
    {
        ArgumentNullException.ThrowIfNull(createGenerator);
        return new WatermarkStrategy<T>(createGenerator);
    }

    /// <summary>Creates a strategy for records that carry watermarks, such as a marker at the end of each part of a stream.</summary>
    /// <param name="watermarkOf">
    /// Returns, for a record and its event time in milliseconds, the watermark that it carries, or null if it carries none.
    /// </param>
    /// <example><code>WatermarkStrategy.Punctuated&lt;Order>((order, time) => order.Product == "end of day" ? time : null)</code></example>
    public static WatermarkStrategy<T> Punctuated<T>(Func<T, long, long?> watermarkOf)
    {
        ArgumentNullException.ThrowIfNull(watermarkOf);
        return new WatermarkStrategy<T>(() => new PunctuatedWatermarks<T>(watermarkOf));
    }

    /// <summary>Creates a strategy for timestamps that never decrease within a split.</summary>
    public static WatermarkStrategy<T> Ascending<T>() => BoundedOutOfOrderness<T>(TimeSpan.Zero);
}
