namespace Millrace;

/// <summary>A window for each period of activity of a key, in event time.</summary>
public sealed class EventTimeSessionWindows : WindowAssigner
{
    private readonly TimeSpan _gap;

    private EventTimeSessionWindows(TimeSpan gap) => _gap = gap;

    /// <summary>Creates windows that end when a key has had no record for longer than <paramref name="gap"/>.</summary>
    /// <param name="gap">Whole milliseconds, more than 0. Records exactly this far apart belong to the same session.</param>
    public static EventTimeSessionWindows WithGap(TimeSpan gap) => new(gap);

    /// <summary>Creates windows whose gap depends on the record; it must be more than 0.</summary>
    public static WindowAssigner<T> WithDynamicGap<T>(Func<T, TimeSpan> gapOf) => new SessionWindows<T>(TimeDomain.EventTime, null, gapOf);

    /// <inheritdoc/>
    public override WindowAssigner<T> For<T>() => new SessionWindows<T>(TimeDomain.EventTime, _gap, _ => _gap);
}
