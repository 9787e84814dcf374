namespace Millrace;

/// <summary>The current key's panes by start, and the combined accumulators of windows.</summary>
internal sealed class WindowPanes<TAccumulator> : IStateGroup
{
    // Up to this many panes are looked up one by one.
    private const int FewPanes = 8;

    private readonly MapState<long, TAccumulator> _panes = new("window/panes");
    private readonly PaneTree<TAccumulator>? _sums;
    private readonly WindowGrid _grid;
    private readonly Func<TAccumulator, TAccumulator, TAccumulator> _merge;

    /// <param name="grid">The grid of the windows.</param>
    /// <param name="merge">Merges the accumulators of two adjacent ranges of panes.</param>
    public WindowPanes(WindowGrid grid, Func<TAccumulator, TAccumulator, TAccumulator> merge)
    {
        (_grid, _merge) = (grid, merge);
        if (grid.PanesPerWindow > FewPanes)
            _sums = new PaneTree<TAccumulator>(grid.PanesPerWindow, number => _panes.TryGet(grid.PaneWith(number), out var pane) ? pane : default!, merge);
    }

    public bool IsEmpty => _panes.IsEmpty;

    /// <summary>The starts of all panes, ascending.</summary>
    public IEnumerable<long> Starts => _panes.Keys;

    public bool TryGet(long pane, out TAccumulator held) => _panes.TryGet(pane, out held!);

    /// <summary>Adds or replaces a pane.</summary>
    /// <param name="pane">The pane's start.</param>
    /// <param name="isNew">Whether the pane is new.</param>
    /// <param name="isOver">Whether windows that contain it may have ended.</param>
    /// <param name="held">The pane's accumulator.</param>
    public void Put(long pane, bool isNew, bool isOver, TAccumulator held)
    {
        _panes.Put(pane, held);
        if (isNew) _sums?.Add(_grid.NumberOf(pane));
        if (isOver) _sums?.Change(_grid.NumberOf(pane));
    }

    /// <summary>Removes a pane for which all windows have ended.</summary>
    public void Remove(long pane)
    {
        if (_panes.Remove(pane)) _sums?.Remove(_grid.NumberOf(pane));
    }

    public void Clear()
    {
        _panes.Clear();
        _sums?.Clear();
    }

    /// <summary>Whether there is any pane in a span of time that starts and ends at pane boundaries.</summary>
    public bool IsAny(TimeWindow span) =>
        span.Start < span.End && (_sums is null ? Of(span).Any() : _sums.IsAny(_grid.NumberOf(span.Start), _grid.NumberOf(span.End - 1)));

    /// <summary>Combines the panes of a window; returns false if there are none.</summary>
    public bool TrySum(TimeWindow window, out TAccumulator sum)
    {
        if (_sums is not null) return _sums.TrySum(_grid.NumberOf(window.Start), _grid.NumberOf(window.End - 1), out sum);
        var isAny = false;
        sum = default!;
        foreach (var pane in Of(window))
        {
            sum = isAny ? _merge(sum, pane) : pane;
            isAny = true;
        }

        return isAny;
    }

    private IEnumerable<TAccumulator> Of(TimeWindow span)
    {
        for (var pane = span.Start; pane < span.End; pane = _grid.NextPane(pane))
        {
            if (_panes.TryGet(pane, out var held)) yield return held;
        }
    }
}
