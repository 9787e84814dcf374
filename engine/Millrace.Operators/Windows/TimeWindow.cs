namespace Millrace;

/// <summary>A half-open time interval, in milliseconds since the epoch.</summary>
/// <param name="Start">The first millisecond in the window.</param>
/// <param name="End">The first millisecond after the window.</param>
public readonly record struct TimeWindow(long Start, long End)
{
    /// <summary>The window of all time, which never ends.</summary>
    public static TimeWindow Global { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>The last millisecond in the window, which is the timestamp of its results. The window ends when the watermark reaches it.</summary>
    public long MaxTimestamp => End == long.MaxValue ? long.MaxValue : End - 1;

    /// <summary>Whether the windows overlap or touch: sessions that touch are merged.</summary>
    public bool Intersects(TimeWindow other) => Start <= other.End && End >= other.Start;

    /// <summary>Returns the smallest window that contains both.</summary>
    public TimeWindow Cover(TimeWindow other) => new(Math.Min(Start, other.Start), Math.Max(End, other.End));

    /// <inheritdoc/>
    public override string ToString() => this == Global ? "all time" : $"[{Start}, {End})";
}
