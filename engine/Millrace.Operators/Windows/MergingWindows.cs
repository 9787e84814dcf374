namespace Millrace;

/// <summary>
/// The windows of the current key that may still merge, each with the window under which what it holds is kept: that one stays the same
/// when a session grows, so nothing is moved. After Flink's MergingWindowSet.
/// </summary>
internal sealed class MergingWindows(MapState<TimeWindow, TimeWindow> keptUnder)
{
    /// <summary>Adds a window; it becomes one with those that it touches.</summary>
    public Merge Add(TimeWindow window)
    {
        var touched = new List<(TimeWindow Window, TimeWindow KeptUnder)>();
        foreach (var (other, kept) in keptUnder.Entries)
        {
            if (other.Intersects(window)) touched.Add((other, kept));
        }

        if (touched.Count == 0)
        {
            keptUnder.Put(window, window);
            return new Merge(window, window, [], []);
        }

        var whole = touched.Aggregate(window, static (cover, t) => cover.Cover(t.Window));
        if (touched is [var only] && only.Window == whole) return new Merge(whole, only.KeptUnder, [], []);
        foreach (var (other, _) in touched) keptUnder.Remove(other);
        keptUnder.Put(whole, touched[0].KeptUnder);
        return new Merge(whole, touched[0].KeptUnder, touched.ConvertAll(static t => t.Window), touched.GetRange(1, touched.Count - 1).ConvertAll(static t => t.KeptUnder));
    }

    /// <summary>The window under which what a window holds is kept; null where there is no such window.</summary>
    public TimeWindow? KeptUnder(TimeWindow window) => keptUnder.TryGet(window, out var kept) ? kept : null;

    /// <summary>The window is over.</summary>
    public void Retire(TimeWindow window) => keptUnder.Remove(window);

    /// <summary>What adding a window did.</summary>
    /// <param name="Window">The window that holds it now.</param>
    /// <param name="KeptUnder">The window under which what it holds is kept.</param>
    /// <param name="Sources">The windows that are gone, because they are parts of it.</param>
    /// <param name="MergedKeptUnder">Where what they held was kept, if elsewhere; it is to be brought together.</param>
    public readonly record struct Merge(TimeWindow Window, TimeWindow KeptUnder, IReadOnlyList<TimeWindow> Sources, IReadOnlyList<TimeWindow> MergedKeptUnder);
}
