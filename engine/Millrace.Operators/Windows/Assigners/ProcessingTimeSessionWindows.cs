namespace Millrace;

/// <summary>A window for each period of activity of a key, in processing time.</summary>
public sealed class ProcessingTimeSessionWindows : WindowAssigner
{
    private readonly TimeSpan _gap;

    private ProcessingTimeSessionWindows(TimeSpan gap) => _gap = gap;

    /// <summary>Creates windows that end when a key has had no record for longer than <paramref name="gap"/>.</summary>
    /// <param name="gap">Whole milliseconds, more than 0. Records exactly this far apart belong to the same session.</param>
    public static ProcessingTimeSessionWindows WithGap(TimeSpan gap) => new(gap);

    /// <summary>Creates windows whose gap depends on the record; it must be more than 0.</summary>
    public static WindowAssigner<T> WithDynamicGap<T>(Func<T, TimeSpan> gapOf) => new SessionWindows<T>(TimeDomain.ProcessingTime, null, gapOf);

    /// <inheritdoc/>
    public override WindowAssigner<T> For<T>() => new SessionWindows<T>(TimeDomain.ProcessingTime, _gap, _ => _gap);
}
