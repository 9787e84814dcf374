namespace Millrace;

/// <summary>A span of time, closed on the left and open on the right, in milliseconds since the epoch.</summary>
/// <param name="Start">The first millisecond in it.</param>
/// <param name="End">The first millisecond after it.</param>
public readonly record struct TimeWindow(long Start, long End)
{
    /// <summary>The window of all time, which never ends.</summary>
    public static TimeWindow Global { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>The last millisecond in it, which is the timestamp of its results. The window is over when the watermark has reached it.</summary>
    public long MaxTimestamp => End == long.MaxValue ? long.MaxValue : End - 1;

    /// <summary>Whether both have a part in common, or touch: sessions that touch are one.</summary>
    public bool Intersects(TimeWindow other) => Start <= other.End && End >= other.Start;

    /// <summary>The smallest window that holds both.</summary>
    public TimeWindow Cover(TimeWindow other) => new(Math.Min(Start, other.Start), Math.Max(End, other.End));

    /// <inheritdoc/>
    public override string ToString() => this == Global ? "all time" : $"[{Start}, {End})";
}
