namespace Millrace;

/// <summary>Windows of one size that begin every so often: at <c>offset + n * slide</c>. All in milliseconds.</summary>
/// <param name="Size">The length of each, 1 or more.</param>
/// <param name="Slide">From the start of one to the start of the next, 1 or more.</param>
/// <param name="Offset">Where the one that is counted from 0 begins; less than a slide away from the epoch.</param>
internal readonly record struct WindowGrid(long Size, long Slide, long Offset)
{
    // How far after a window's start windows end, counted in whole slides: a slide is cut in two there.
    private long Cut => Size % Slide;

    /// <summary>How many panes a window has at most.</summary>
    public long PanesPerWindow => (Size / Slide * (Cut == 0 ? 1 : 2)) + (Cut == 0 ? 0 : 1);

    /// <summary>Whether the windows of <paramref name="time"/> lie within all time; of others nothing can be asked.</summary>
    public bool Reaches(long time) => time >= long.MinValue + Size + (2 * Slide) && Floor(time) < long.MaxValue - Size;

    /// <summary>The start of the last window that begins at <paramref name="time"/> or before.</summary>
    public long LastStart(long time) => Floor(time);

    /// <summary>
    /// The start of the pane that <paramref name="time"/> lies in. Panes lie between neighbouring starts and ends of windows, so each window
    /// is made of whole ones, two for each slide. After Krishnamurthy and others, "On-the-fly sharing for streamed aggregation" (SIGMOD 2006).
    /// </summary>
    public long PaneOf(long time) => Floor(time) is var start && time - start < Cut ? start : start + Cut;

    /// <summary>The number of the pane that <paramref name="time"/> lies in; below zero before the offset.</summary>
    public long NumberOf(long time)
    {
        var start = Floor(time);
        var slides = (start - Offset) / Slide;
        return Cut == 0 ? slides : (2 * slides) + (time - start < Cut ? 0 : 1);
    }

    /// <summary>The start of the pane with a number.</summary>
    public long PaneWith(long number) => Cut == 0 ? Offset + (number * Slide) : Offset + ((number >> 1) * Slide) + ((number & 1) * Cut);

    /// <summary>The start of the pane after one.</summary>
    public long NextPane(long pane) => Floor(pane) is var start && pane < start + Cut ? start + Cut : start + Slide;

    /// <summary>The end of the first window that holds the pane, which must be in some window.</summary>
    public long FirstEnd(long pane) => Floor(pane - Size) + Slide + Size;

    /// <summary>The end of the last window that holds the pane, which must be in some window.</summary>
    public long LastEnd(long pane) => Floor(pane) + Size;

    /// <summary>Whether a window ends at <paramref name="time"/>.</summary>
    public bool EndsAt(long time) => Floor(time - Size) == time - Size;

    /// <summary>Whether some window holds <paramref name="time"/>: always, unless the slide is longer than the windows.</summary>
    public bool Holds(long time) => time - Floor(time) < Size;

    // Rounds down to a window's start, for times before the offset too.
    private long Floor(long time)
    {
        var rest = ((time % Slide) - (Offset % Slide)) % Slide;
        return time - (rest < 0 ? rest + Slide : rest);
    }
}
