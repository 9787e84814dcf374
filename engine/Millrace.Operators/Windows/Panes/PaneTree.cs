namespace Millrace;

/// <summary>
/// Combines the panes of the current key: a tree with 8 children per node, whose nodes record which children have panes and cache their combined
/// accumulator once a window has requested it. Combining any number of adjacent panes therefore costs the logarithm of that number. After
/// Tangwongsan and others, "General incremental sliding-window aggregation" (VLDB 2015), but with sums computed on demand, so that a record costs
/// nothing here unless it is late.
/// </summary>
/// <param name="panesPerWindow">The maximum number of panes requested at once; they touch one or two nodes of the highest level.</param>
/// <param name="paneAt">Reads an existing pane by its number.</param>
/// <param name="merge">Merges the accumulators of two adjacent ranges of panes.</param>
internal sealed class PaneTree<TAccumulator>(long panesPerWindow, Func<long, TAccumulator> paneAt, Func<TAccumulator, TAccumulator, TAccumulator> merge) : IStateGroup
{
    private const int BitsPerLevel = 3;
    private const int Children = 1 << BitsPerLevel;

    private readonly MapState<TimeNode, PaneNode<TAccumulator>> _nodes = new("window/pane-sums");
    private readonly int _levels = LevelsFor(panesPerWindow);

    /// <summary>Adds a new pane.</summary>
    public void Add(long number)
    {
        for (var level = 1; level <= _levels; level++)
        {
            var (node, bit) = At(level, number);
            var isKnown = _nodes.TryGet(node, out var held);
            if (isKnown && (held.Children & bit) != 0) return;
            _nodes.Put(node, held with { Children = held.Children | bit });
            // An existing node is already marked in the levels above.
            if (isKnown) return;
        }
    }

    /// <summary>Invalidates the sums of a pane that has changed after windows have requested it.</summary>
    public void Change(long number)
    {
        for (var level = 1; level <= _levels; level++)
        {
            var (node, _) = At(level, number);
            if (_nodes.TryGet(node, out var held) && held.HasSum) _nodes.Put(node, new PaneNode<TAccumulator>(held.Children, false, default));
        }
    }

    /// <summary>Removes a pane for which all windows have ended: the sums that include it are not requested again.</summary>
    public void Remove(long number)
    {
        for (var level = 1; level <= _levels; level++)
        {
            var (node, bit) = At(level, number);
            if (!_nodes.TryGet(node, out var held)) return;
            if ((held.Children & ~bit) != 0)
            {
                _nodes.Put(node, held with { Children = held.Children & ~bit });
                return;
            }

            _nodes.Remove(node);
        }
    }

    public void Clear() => _nodes.Clear();

    /// <summary>Whether there are any panes in a range of numbers, both ends inclusive.</summary>
    public bool IsAny(long from, long to) => Tops(from, to).Any(top => IsAny(_levels, top, from, to));

    /// <summary>Combines the panes in a range of numbers, both ends inclusive; returns false if there are none.</summary>
    public bool TrySum(long from, long to, out TAccumulator sum)
    {
        var whole = new Sum();
        foreach (var top in Tops(from, to)) Collect(_levels, top, from, to, ref whole);
        sum = whole.Value;
        return whole.IsAny;
    }

    private static int LevelsFor(long panes)
    {
        var levels = 1;
        while (BitsPerLevel * levels < 60 && panes > 1L << (BitsPerLevel * levels)) levels++;
        return levels;
    }

    // Shifts round down, even for negative numbers.
    private static (TimeNode Node, int Bit) At(int level, long number)
    {
        var child = number >> (BitsPerLevel * (level - 1));
        return (new TimeNode(level, child >> BitsPerLevel), 1 << (int)(child & (Children - 1)));
    }

    private IEnumerable<long> Tops(long from, long to)
    {
        var shift = BitsPerLevel * _levels;
        for (var top = from >> shift; top <= to >> shift; top++) yield return top;
    }

    /// <summary>Returns the range of pane numbers that a node covers.</summary>
    private static (long First, long Last) RangeOf(int level, long number)
    {
        var first = number << (BitsPerLevel * level);
        return (first, first + (1L << (BitsPerLevel * level)) - 1);
    }

    private bool IsAny(int level, long number, long from, long to)
    {
        var (first, last) = RangeOf(level, number);
        if (from > last || to < first) return false;
        // A node below the top level is only visited if it exists.
        if (level < _levels && from <= first && last <= to) return true;
        if (!_nodes.TryGet(new TimeNode(level, number), out var held)) return false;
        for (var child = 0; child < Children; child++)
        {
            if ((held.Children & (1 << child)) != 0 && IsAny(level - 1, (number << BitsPerLevel) + child, from, to)) return true;
        }

        return false;
    }

    private void Collect(int level, long number, long from, long to, ref Sum whole)
    {
        var (first, last) = RangeOf(level, number);
        if (from > last || to < first) return;
        if (level == 0)
        {
            whole.Add(paneAt(number), merge);
            return;
        }

        var node = new TimeNode(level, number);
        if (!_nodes.TryGet(node, out var held)) return;
        var isWhole = from <= first && last <= to;
        if (isWhole && held.HasSum)
        {
            whole.Add(held.Sum!, merge);
            return;
        }

        var part = new Sum();
        for (var child = 0; child < Children; child++)
        {
            if ((held.Children & (1 << child)) != 0) Collect(level - 1, (number << BitsPerLevel) + child, from, to, ref part);
        }

        if (!part.IsAny) return;
        if (isWhole) _nodes.Put(node, new PaneNode<TAccumulator>(held.Children, true, part.Value));
        whole.Add(part.Value, merge);
    }

    private struct Sum
    {
        public bool IsAny { get; private set; }

        public TAccumulator Value { get; private set; }

        public void Add(TAccumulator part, Func<TAccumulator, TAccumulator, TAccumulator> merge)
        {
            Value = IsAny ? merge(Value, part) : part;
            IsAny = true;
        }
    }
}

/// <summary>A node of the pane tree.</summary>
/// <param name="Children">A bit for each child that has any panes.</param>
/// <param name="HasSum">Whether the sum is cached.</param>
/// <param name="Sum">The combined accumulator of its panes.</param>
internal readonly record struct PaneNode<TAccumulator>(int Children, bool HasSum, TAccumulator? Sum);
