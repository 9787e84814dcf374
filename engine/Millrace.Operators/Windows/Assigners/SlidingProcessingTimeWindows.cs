namespace Millrace;

/// <summary>Overlapping windows of the same size, in processing time.</summary>
public sealed class SlidingProcessingTimeWindows : WindowAssigner
{
    private readonly TimeSpan _size;
    private readonly TimeSpan _slide;
    private readonly TimeSpan _offset;
    private readonly bool _allowGaps;

    private SlidingProcessingTimeWindows(TimeSpan size, TimeSpan slide, TimeSpan offset, bool allowGaps) =>
        (_size, _slide, _offset, _allowGaps) = (size, slide, offset, allowGaps);

    /// <summary>
    /// Creates windows of a fixed size that start every <paramref name="slide"/>. A record costs one update, however many windows contain it.
    /// </summary>
    /// <param name="size">Whole milliseconds, more than 0.</param>
    /// <param name="slide">Whole milliseconds, more than 0.</param>
    /// <param name="offset">Whole milliseconds, less than the slide in either direction.</param>
    /// <param name="allowGaps">Whether the slide may be longer than the size, so that records between windows are dropped.</param>
    public static SlidingProcessingTimeWindows Of(TimeSpan size, TimeSpan slide, TimeSpan offset = default, bool allowGaps = false) =>
        new(size, slide, offset, allowGaps);

    /// <inheritdoc/>
    public override WindowAssigner<T> For<T>() => new GridWindows<T>("Sliding windows", TimeDomain.ProcessingTime, _size, _slide, _offset, _allowGaps);
}
