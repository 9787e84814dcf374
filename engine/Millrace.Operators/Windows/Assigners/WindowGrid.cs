namespace Millrace;

/// <summary>Windows of the same size at regular intervals: they start at <c>offset + n * slide</c>. All values are in milliseconds.</summary>
/// <param name="Size">The length of each window, at least 1.</param>
/// <param name="Slide">The time between the starts of consecutive windows, at least 1.</param>
/// <param name="Offset">The start of the window with n = 0; less than a slide away from the epoch.</param>
internal readonly record struct WindowGrid(long Size, long Slide, long Offset)
{
    // How far after a window's start other windows end, modulo the slide; each slide is cut in two there.
    private long Cut => Size % Slide;

    /// <summary>The maximum number of panes in a window.</summary>
    public long PanesPerWindow => (Size / Slide * (Cut == 0 ? 1 : 2)) + (Cut == 0 ? 0 : 1);

    /// <summary>
    /// Whether the windows of <paramref name="time"/> fit into the range of time; the other methods must not be called for times whose windows do
    /// not.
    /// </summary>
    public bool Reaches(long time) => time >= long.MinValue + Size + (2 * Slide) && Floor(time) < long.MaxValue - Size;

    /// <summary>Returns the start of the last window that starts at or before <paramref name="time"/>.</summary>
    public long LastStart(long time) => Floor(time);

    /// <summary>
    /// Returns the start of the pane that contains <paramref name="time"/>. Panes are delimited by adjacent starts and ends of windows, so each
    /// window consists of whole panes, two for each slide. After Krishnamurthy and others, "On-the-fly sharing for streamed aggregation" (SIGMOD
    /// 2006).
    /// </summary>
    public long PaneOf(long time) => Floor(time) is var start && time - start < Cut ? start : start + Cut;

    /// <summary>Returns the number of the pane that contains <paramref name="time"/>; negative before the offset.</summary>
    public long NumberOf(long time)
    {
        var start = Floor(time);
        var slides = (start - Offset) / Slide;
        return Cut == 0 ? slides : (2 * slides) + (time - start < Cut ? 0 : 1);
    }

    /// <summary>Returns the start of the pane with a given number.</summary>
    public long PaneWith(long number) => Cut == 0 ? Offset + (number * Slide) : Offset + ((number >> 1) * Slide) + ((number & 1) * Cut);

    /// <summary>Returns the start of the next pane.</summary>
    public long NextPane(long pane) => Floor(pane) is var start && pane < start + Cut ? start + Cut : start + Slide;

    /// <summary>Returns the end of the first window that contains the pane, which must be in a window.</summary>
    public long FirstEnd(long pane) => Floor(pane - Size) + Slide + Size;

    /// <summary>Returns the end of the last window that contains the pane, which must be in a window.</summary>
    public long LastEnd(long pane) => Floor(pane) + Size;

    /// <summary>Whether a window ends at <paramref name="time"/>.</summary>
    public bool EndsAt(long time) => Floor(time - Size) == time - Size;

    /// <summary>Whether any window contains <paramref name="time"/>; always true unless the slide is longer than the windows.</summary>
    public bool Holds(long time) => time - Floor(time) < Size;

    // Rounds down to a window's start, even for times before the offset.
    private long Floor(long time)
    {
        var rest = ((time % Slide) - (Offset % Slide)) % Slide;
        return time - (rest < 0 ? rest + Slide : rest);
    }
}
