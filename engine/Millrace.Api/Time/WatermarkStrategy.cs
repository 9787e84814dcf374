using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// How event times are read from records, how far they may be out of order within a split, when a split is idle, and which sources wait for
/// each other.
/// </summary>
public sealed class WatermarkStrategy<T>
{
    internal WatermarkStrategy(long maxOutOfOrderness) => MaxOutOfOrderness = maxOutOfOrderness;

    internal WatermarkStrategy(Func<WatermarkGenerator<T>> createGenerator) => CreateGenerator = createGenerator;

    private WatermarkStrategy(WatermarkStrategy<T> other) =>
        (TimestampOf, MaxOutOfOrderness, CreateGenerator, Idleness, Alignment) =
        (other.TimestampOf, other.MaxOutOfOrderness, other.CreateGenerator, other.Idleness, other.Alignment);

    /// <summary>Reads a record's event time in milliseconds; null where records keep the source's timestamps.</summary>
    public Func<T, long>? TimestampOf { get; private init; }

    /// <summary>By how many milliseconds a record may come late within its split without being late. At least 0. Of no meaning where there are generators.</summary>
    public long MaxOutOfOrderness { get; }

    /// <summary>Makes the generator of a split; null where watermarks trail the highest timestamp.</summary>
    public Func<WatermarkGenerator<T>>? CreateGenerator { get; }

    /// <summary>After how long without a record a split is idle; null where it never is.</summary>
    public TimeSpan? Idleness { get; private init; }

    /// <summary>Which sources wait for each other; null where this one waits for none.</summary>
    public WatermarkAlignment? Alignment { get; private init; }

    /// <summary>The watermark of a split whose highest timestamp is <paramref name="maxTimestamp"/>; the lowest number where it has none.</summary>
    public long WatermarkAfter(long maxTimestamp) =>
        maxTimestamp <= long.MinValue + MaxOutOfOrderness ? long.MinValue : maxTimestamp - MaxOutOfOrderness - 1;

    /// <summary>Reads the event time by <paramref name="timestampOf"/>, milliseconds since the epoch.</summary>
    public WatermarkStrategy<T> WithTimestamps(Func<T, long> timestampOf) => new(this) { TimestampOf = timestampOf };

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
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The timeout is zero or negative.</exception>
    public WatermarkStrategy<T> WithIdleness(TimeSpan timeout, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (timeout <= TimeSpan.Zero)
            throw new InvalidJobException($"The idleness at {CallSite.Of(file, line)} begins after {timeout}; it must be more than 0.");
        return new WatermarkStrategy<T>(this) { Idleness = timeout };
    }

    /// <summary>
    /// Stops reading what is far ahead in event time of other sources, or of other subtasks and splits of this one, until they have come
    /// closer: otherwise a join or a window keeps in state all that the fast ones read before the slow ones. The group's lowest watermark
    /// comes from the job manager twenty times a second; between two times reading gets as far as the drift, so the drift also bounds how
    /// fast a job can work off what is old. Idle and finished splits hold nobody back, but one that has had no record at all does: combine it with <see cref="WithIdleness"/>. A reader that cannot leave out a split
    /// is stopped when all its splits are ahead.
    /// </summary>
    /// <param name="group">The group's name, within the job.</param>
    /// <param name="maxDrift">How far a split may be ahead of the group's lowest watermark; zero or more.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The group has no name, or the drift is negative.</exception>
    public WatermarkStrategy<T> WithAlignment(string group, TimeSpan maxDrift, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (string.IsNullOrWhiteSpace(group)) throw new InvalidJobException($"The group of the alignment at {CallSite.Of(file, line)} has no name; give it a word.");
        if (maxDrift < TimeSpan.Zero) throw new InvalidJobException($"The alignment at {CallSite.Of(file, line)} has the drift {maxDrift}; it must be 0 or more.");
        return new WatermarkStrategy<T>(this) { Alignment = new WatermarkAlignment(group, (long)maxDrift.TotalMilliseconds) };
    }
}

/// <summary>Starts of a <see cref="WatermarkStrategy{T}"/>.</summary>
public static class WatermarkStrategy
{
    /// <summary>Watermarks trail the highest timestamp of a split by <paramref name="delay"/> and a millisecond.</summary>
    /// <exception cref="InvalidJobException">The delay is negative.</exception>
    public static WatermarkStrategy<T> BoundedOutOfOrderness<T>(TimeSpan delay, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (delay < TimeSpan.Zero)
            throw new InvalidJobException($"The watermarks at {CallSite.Of(file, line)} trail by {delay}; records can only be late by 0 or more.");
        return new WatermarkStrategy<T>((long)delay.TotalMilliseconds);
    }

    /// <summary>Watermarks are made by a generator of one's own for each split, or for each subtask of an operator behind the source.</summary>
    /// <param name="createGenerator">Makes one.</param>
    /// <example><code>WatermarkStrategy.ForGenerator(() => new DayMarkers()).WithTimestamps(order => order.Time)</code></example>
    public static WatermarkStrategy<T> ForGenerator<T>(Func<WatermarkGenerator<T>> createGenerator)
    {
        ArgumentNullException.ThrowIfNull(createGenerator);
        return new WatermarkStrategy<T>(createGenerator);
    }

    /// <summary>Records carry watermarks, as a marker at the end of each part of a stream does.</summary>
    /// <param name="watermarkOf">Gives, for a record and its event time in milliseconds, the watermark that it carries; null where it carries none.</param>
    /// <example><code>WatermarkStrategy.Punctuated&lt;Order>((order, time) => order.Product == "end of day" ? time : null)</code></example>
    public static WatermarkStrategy<T> Punctuated<T>(Func<T, long, long?> watermarkOf)
    {
        ArgumentNullException.ThrowIfNull(watermarkOf);
        return new WatermarkStrategy<T>(() => new PunctuatedWatermarks<T>(watermarkOf));
    }

    /// <summary>Timestamps never decrease within a split.</summary>
    public static WatermarkStrategy<T> Ascending<T>() => BoundedOutOfOrderness<T>(TimeSpan.Zero);
}
