namespace Millrace;

/// <summary>
/// What the panes of the current key hold together: a tree of 8 children a node, whose nodes say which of their parts have panes, and keep the
/// sum of all of theirs once a window has asked for it. So to ask for any number of neighboring panes costs its logarithm. After Tangwongsan
/// and others, "General incremental sliding-window aggregation" (VLDB 2015), but with sums that are made when they are asked for, so that a record costs
/// nothing here unless it is late.
/// </summary>
/// <param name="panesPerWindow">How many panes are asked for at most: those touch two nodes of the highest level, or one.</param>
/// <param name="paneAt">Reads a pane that is there, by its number.</param>
/// <param name="merge">Brings what two neighboring ranges of panes hold together.</param>
internal sealed class PaneTree<TAccumulator>(long panesPerWindow, Func<long, TAccumulator> paneAt, Func<TAccumulator, TAccumulator, TAccumulator> merge) : IStateGroup
{
    private const int BitsPerLevel = 3;
    private const int Children = 1 << BitsPerLevel;

    private readonly MapState<TimeNode, PaneNode<TAccumulator>> _nodes = new("window/pane-sums");
    private readonly int _levels = LevelsFor(panesPerWindow);

    /// <summary>There is a new pane.</summary>
    public void Add(long number)
    {
        for (var level = 1; level <= _levels; level++)
        {
            var (node, bit) = At(level, number);
            var isKnown = _nodes.TryGet(node, out var held);
            if (isKnown && (held.Children & bit) != 0) return;
            _nodes.Put(node, held with { Children = held.Children | bit });
            // A node that is there is known to those above it.
            if (isKnown) return;
        }
    }

    /// <summary>A pane has changed that windows have asked for already.</summary>
    public void Change(long number)
    {
        for (var level = 1; level <= _levels; level++)
        {
            var (node, _) = At(level, number);
            if (_nodes.TryGet(node, out var held) && held.HasSum) _nodes.Put(node, new PaneNode<TAccumulator>(held.Children, false, default));
        }
    }

    /// <summary>A pane is gone, and all windows that held it are over: sums that it is in are not asked for any more.</summary>
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

    /// <summary>Whether there are any panes from one number to another, both included.</summary>
    public bool IsAny(long from, long to) => Tops(from, to).Any(top => IsAny(_levels, top, from, to));

    /// <summary>What the panes from one number to another hold, both included; false where there are none.</summary>
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

    // Shifts round down, also for numbers below zero.
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

    /// <summary>The numbers of panes that a node stands for.</summary>
    private static (long First, long Last) RangeOf(int level, long number)
    {
        var first = number << (BitsPerLevel * level);
        return (first, first + (1L << (BitsPerLevel * level)) - 1);
    }

    private bool IsAny(int level, long number, long from, long to)
    {
        var (first, last) = RangeOf(level, number);
        if (from > last || to < first) return false;
        // Who is asked is there, or is one of the highest.
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

/// <summary>A part of the panes.</summary>
/// <param name="Children">A bit for each of its parts that has any.</param>
/// <param name="HasSum">Whether the sum is known.</param>
/// <param name="Sum">What its panes hold together.</param>
internal readonly record struct PaneNode<TAccumulator>(int Children, bool HasSum, TAccumulator? Sum);
