namespace Millrace;

/// <summary>Windows of one size that overlap, in event time.</summary>
public sealed class SlidingEventTimeWindows : WindowAssigner
{
    private readonly TimeSpan _size;
    private readonly TimeSpan _slide;
    private readonly TimeSpan _offset;
    private readonly bool _allowGaps;

    private SlidingEventTimeWindows(TimeSpan size, TimeSpan slide, TimeSpan offset, bool allowGaps) =>
        (_size, _slide, _offset, _allowGaps) = (size, slide, offset, allowGaps);

    /// <summary>Windows of a size, of which one begins every <paramref name="slide"/>. A record costs one update, however many windows hold it.</summary>
    /// <param name="size">Whole milliseconds, more than 0.</param>
    /// <param name="slide">Whole milliseconds, more than 0.</param>
    /// <param name="offset">Whole milliseconds, shorter than the slide in either direction.</param>
    /// <param name="allowGaps">Whether the slide may be longer than the size, so that records between windows are left out.</param>
    public static SlidingEventTimeWindows Of(TimeSpan size, TimeSpan slide, TimeSpan offset = default, bool allowGaps = false) =>
        new(size, slide, offset, allowGaps);

    /// <inheritdoc/>
    public override WindowAssigner<T> For<T>() => new GridWindows<T>("Sliding windows", TimeDomain.EventTime, _size, _slide, _offset, _allowGaps);
}
