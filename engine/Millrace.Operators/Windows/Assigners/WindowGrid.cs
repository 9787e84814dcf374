namespace Millrace;

/// <summary>Windows of one size that begin every so often: at <c>offset + n * slide</c>. All in milliseconds.</summary>
/// <param name="Size">The length of each, 1 or more.</param>
/// <param name="Slide">From the start of one to the start of the next, 1 or more.</param>
/// <param name="Offset">Where the one that is counted from 0 begins; less than a slide away from the epoch.</param>
internal readonly record struct WindowGrid(long Size, long Slide, long Offset)
{
    /// <summary>The length of a pane: each window is made of whole panes.</summary>
    public long Pane => Gcd(Size, Slide);

    /// <summary>The start of the last window that begins at <paramref name="time"/> or before.</summary>
    public long LastStart(long time) => Floor(time, Slide);

    /// <summary>The start of the pane that <paramref name="time"/> lies in.</summary>
    public long PaneOf(long time) => Floor(time, Pane);

    /// <summary>The end of the first window that holds the pane, which must be in some window.</summary>
    public long FirstEnd(long pane)
    {
        var last = LastStart(pane);
        return last - ((last + Size - pane - Pane) / Slide * Slide) + Size;
    }

    /// <summary>The end of the last window that holds the pane, which must be in some window.</summary>
    public long LastEnd(long pane) => LastStart(pane) + Size;

    /// <summary>Whether a window ends at <paramref name="time"/>.</summary>
    public bool EndsAt(long time) => Floor(time - Size, Slide) == time - Size;

    /// <summary>Whether some window holds <paramref name="time"/>: always, unless the slide is longer than the windows.</summary>
    public bool Holds(long time) => time - LastStart(time) < Size;

    // Rounds down for times before the offset too.
    private long Floor(long time, long step)
    {
        var rest = (time - Offset) % step;
        return time - (rest < 0 ? rest + step : rest);
    }

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
