namespace Millrace;

/// <summary>Consecutive windows of the same size, in processing time.</summary>
public sealed class TumblingProcessingTimeWindows : WindowAssigner
{
    private readonly TimeSpan _size;
    private readonly TimeSpan _offset;

    private TumblingProcessingTimeWindows(TimeSpan size, TimeSpan offset) => (_size, _offset) = (size, offset);

    /// <summary>Creates windows of a fixed size, aligned to the epoch plus <paramref name="offset"/>, such as -8 h for days in UTC+8.</summary>
    /// <param name="size">Whole milliseconds, more than 0.</param>
    /// <param name="offset">Whole milliseconds, less than the size in either direction.</param>
    public static TumblingProcessingTimeWindows Of(TimeSpan size, TimeSpan offset = default) => new(size, offset);

    /// <inheritdoc/>
    public override WindowAssigner<T> For<T>() => new GridWindows<T>("Tumbling windows", TimeDomain.ProcessingTime, _size, _size, _offset, allowGaps: false);
}
