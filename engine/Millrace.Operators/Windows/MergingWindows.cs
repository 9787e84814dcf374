namespace Millrace;

/// <summary>
/// The current key's windows that may still merge, each with the window under which its contents are stored, which stays the same when a session
/// grows, so that nothing is moved. No two windows touch, so the windows that touch a new one are the last ones before its end. Modeled on Flink's
/// MergingWindowSet.
/// </summary>
internal sealed class MergingWindows : IStateGroup
{
    private readonly OrderedEntries<MergingWindow> _windows = new("window/merging");

    /// <summary>All windows, ascending.</summary>
    public IEnumerable<TimeWindow> All => _windows.All.Select(static w => new TimeWindow(w.Key, w.Value.End));

    /// <summary>Adds a window, merging it with those that it touches.</summary>
    /// <param name="window">The window.</param>
    /// <param name="sizeOf">Returns how much is stored under a window; when contents are merged, the largest part stays where it is.</param>
    public Merge Add(TimeWindow window, Func<TimeWindow, long> sizeOf)
    {
        var touched = Touched(window);
        if (touched.Count == 0)
        {
            _windows.Put(window.Start, new MergingWindow(window.End, window));
            return new Merge(window, window, [], []);
        }

        var whole = touched.Aggregate(window, static (cover, t) => cover.Cover(t.Window));
        if (touched is [var only] && only.Window == whole) return new Merge(whole, only.KeptUnder, [], []);
        var stays = touched.Count == 1 ? touched[0].KeptUnder : touched.MaxBy(t => sizeOf(t.KeptUnder)).KeptUnder;
        foreach (var (other, _) in touched.Where(t => t.Window.Start != whole.Start)) _windows.Remove(other.Start);
        _windows.Put(whole.Start, new MergingWindow(whole.End, stays));
        return new Merge(whole, stays, touched.ConvertAll(static t => t.Window), [.. touched.Select(static t => t.KeptUnder).Where(kept => kept != stays)]);
    }

    /// <summary>Returns the window under which a window's contents are stored; null if there is no such window.</summary>
    public TimeWindow? KeptUnder(TimeWindow window) => _windows.TryGet(window.Start, out var there) && there.End == window.End ? there.KeptUnder : null;

    /// <summary>Removes a window that has ended.</summary>
    public void Retire(TimeWindow window) => _windows.Remove(window.Start);

    private List<(TimeWindow Window, TimeWindow KeptUnder)> Touched(TimeWindow window)
    {
        var touched = new List<(TimeWindow Window, TimeWindow KeptUnder)>();
        for (var last = _windows.AtOrBefore(window.End); last is { Key: var start, Value: var other } && other.End >= window.Start; last = _windows.AtOrBefore(start - 1))
        {
            touched.Add((new TimeWindow(start, other.End), other.KeptUnder));
            if (start == long.MinValue) break;
        }

        touched.Reverse();
        return touched;
    }

    /// <summary>The result of adding a window.</summary>
    /// <param name="Window">The window that now contains it.</param>
    /// <param name="KeptUnder">The window under which its contents are stored.</param>
    /// <param name="Sources">The windows that were merged into it.</param>
    /// <param name="MergedKeptUnder">The other windows under which their contents are stored, which must be merged.</param>
    public readonly record struct Merge(TimeWindow Window, TimeWindow KeptUnder, IReadOnlyList<TimeWindow> Sources, IReadOnlyList<TimeWindow> MergedKeptUnder);
}

/// <summary>A window that may still merge, apart from its start.</summary>
/// <param name="End">Its end.</param>
/// <param name="KeptUnder">The window under which its contents are stored.</param>
internal readonly record struct MergingWindow(long End, TimeWindow KeptUnder);
