namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>The output of each node of a graph, in any order, by a straightforward evaluation of its definition.</summary>
/// <param name="nodes">The graph.</param>
/// <param name="length">The number of records read of a split; null for all.</param>
internal sealed class GraphModel(IReadOnlyList<GraphNode> nodes, Func<GraphNode, int, int>? length = null)
{
    private readonly Dictionary<int, IReadOnlyList<Item>> _known = [];

    /// <summary>Returns the records that a node emits; for a sink, those that it receives; for a reduce, those that it combines.</summary>
    public IReadOnlyList<Item> Of(int id)
    {
        if (_known.TryGetValue(id, out var known)) return known;
        return _known[id] = [.. Evaluate(nodes[id])];
    }

    /// <summary>
    /// Returns whether a node is one of sessions, and the result may be one session or two: records exactly a gap apart are together, unless the
    /// first one's session has ended by a watermark that comes between them.
    /// </summary>
    public bool HasOpenSessions(int id) => nodes[id] is { Kind: NodeKind.Session } node
        && Input(node).Select(i => (i.Key, i.Time)).ToHashSet() is var records
        && records.Any(r => records.Contains((r.Key, r.Time + Semantics.WindowSize(node))));

    public void Forget(int id) => _known.Remove(id);

    private IEnumerable<Item> Evaluate(GraphNode node) => node.Kind switch
    {
        NodeKind.Source => Enumerable.Range(0, Semantics.Splits(node)).SelectMany(s => Enumerable.Range(0, (length ?? Semantics.Length)(node, s)).Select(at => Semantics.Read(node, s, at))),
        NodeKind.Map => Input(node).Select(i => Semantics.Map(node, i)),
        NodeKind.Rekey => Input(node).Select(i => Semantics.Rekey(node, i)),
        NodeKind.Filter => Input(node).Where(i => Semantics.Filter(node, i)),
        NodeKind.FlatMap or NodeKind.Collect or NodeKind.Process => Input(node).SelectMany(i => Semantics.FlatMap(node, i)),
        NodeKind.Split => Input(node).Where(i => !Semantics.IsAside(node, i)),
        NodeKind.Guarded => Input(node).Where(i => !Semantics.IsAside(node, i)).Select(i => Semantics.Map(node, i)),
        NodeKind.Side => nodes[node.Inputs[0].From] is var split ? Input(split).Where(i => Semantics.IsAside(split, i)) : [],
        NodeKind.Merge => Input(node, 0).Select(i => Semantics.Map(node, i)).Concat(Input(node, 1).Where(i => Semantics.Filter(node, i))),
        NodeKind.Pair => Input(node, 0).Join(Input(node, 1), l => l.Key, r => r.Key, Semantics.Pair),
        NodeKind.Lookup => Lookup(node),
        NodeKind.Interval => Join(node, i => i.Key, (l, r) => Math.Abs(l.Time - r.Time) <= Semantics.Reach(node), (l, r) => Semantics.Near(node, l, r)),
        NodeKind.WindowJoin => Join(node, i => (i.Key, Semantics.EndOfWindow(node, i.Time)), (_, _) => true, (l, r) => Semantics.Together(node, l, r)),
        NodeKind.Temporal => Temporal(node),
        NodeKind.Top => Top(node, Input(node)).Select(r => new Item(r.Item.Key, r.Item.Value, r.Rank)),
        NodeKind.TableJoin => Top(node, Input(node, 0)).Join(Top(node, Input(node, 1)), l => Semantics.Joint(l.Item), r => Semantics.Joint(r.Item), (l, r) => Semantics.Pair(l.Item, r.Item)),
        NodeKind.Tumbling => Windows(node, i => [Semantics.EndOfWindow(node, i.Time)]),
        NodeKind.Sliding => Windows(node, i => Semantics.EndsOfSlidingWindows(node, i.Time)),
        NodeKind.Session => Input(node).GroupBy(i => i.Key).SelectMany(g => Sessions(node, [.. g.OrderBy(i => i.Time)])),
        NodeKind.Count => Input(node).GroupBy(i => i.Key).SelectMany(g => g.Select((_, n) => new Item(g.Key, n + 1, 0))),
        NodeKind.Distinct => Input(node).Select(i => new Item(i.Key, i.Value % 10, 0)).Distinct(),
        NodeKind.Total => Input(node).GroupBy(i => i.Key).Select(g => Semantics.Total(g.Key, g.Sum(i => i.Value), g.Max(i => i.Value))),
        NodeKind.Window => Input(node).GroupBy(i => (i.Key, End: Semantics.EndOfWindow(node, i.Time)))
            .Select(g => new Item(g.Key.Key, g.Sum(i => i.Value), g.Key.End - 1)),
        _ => Input(node),
    };

    private IEnumerable<Item> Input(GraphNode node) => Enumerable.Range(0, node.Inputs.Count).SelectMany(at => Input(node, at));

    private IEnumerable<Item> Input(GraphNode node, int at)
    {
        var (from, exchange) = node.Inputs[at];
        return Enumerable.Repeat(from, exchange == Exchange.Broadcast && !node.IsKeyed ? node.Parallelism : 1).SelectMany(Of);
    }

    private IEnumerable<Item> Lookup(GraphNode node)
    {
        var rules = Input(node, 1).GroupBy(Semantics.RuleOf).ToDictionary(g => g.Key, g => g.Max(i => i.Value));
        return Input(node, 0).Select(i => Semantics.Apply(i, rules.GetValueOrDefault(Semantics.RuleOf(i), -1)));
    }

    private IEnumerable<Item> Join<TKey>(GraphNode node, Func<Item, TKey> keyOf, Func<Item, Item, bool> isPair, Func<Item?, Item?, Item> resultOf)
    {
        var (left, right, kind) = (Input(node, 0).ToLookup(keyOf), Input(node, 1).ToLookup(keyOf), Semantics.JoinKindOf(node));
        foreach (var l in left.SelectMany(g => g))
        {
            var partners = right[keyOf(l)].Where(r => isPair(l, r)).ToList();
            foreach (var r in partners) yield return resultOf(l, r);
            if (partners.Count == 0 && kind is JoinKind.Left or JoinKind.Full) yield return resultOf(l, null);
        }

        if (kind is JoinKind.Inner or JoinKind.Left) yield break;
        foreach (var r in right.SelectMany(g => g).Where(r => !left[keyOf(r)].Any(l => isPair(l, r)))) yield return resultOf(null, r);
    }

    private IEnumerable<Item> Temporal(GraphNode node)
    {
        var versions = Input(node, 1).ToLookup(v => v.Key);
        foreach (var item in Input(node, 0))
        {
            var valid = versions[item.Key].Where(v => v.Time <= item.Time).ToList();
            if (valid.Count > 0 || Semantics.KeepsWithoutVersion(node)) yield return Semantics.Valid(item, valid.Count > 0 ? valid.MaxBy(v => v.Time) : null);
        }
    }

    private IEnumerable<(Item Item, int Rank)> Top(GraphNode node, IEnumerable<Item> input) =>
        input.GroupBy(i => i.Key).SelectMany(g => g.Order(Comparer<Item>.Create(Semantics.BestFirst)).Take(Semantics.Ranks(node)).Select((i, rank) => (i, rank + 1)));

    private IEnumerable<Item> Windows(GraphNode node, Func<Item, IEnumerable<long>> endsOf) =>
        Input(node).SelectMany(i => endsOf(i).Select(end => (Item: i, End: end))).GroupBy(w => (w.Item.Key, w.End))
            .Select(g => new Item(g.Key.Key, g.Sum(w => w.Item.Value), g.Key.End - 1));

    private static IEnumerable<Item> Sessions(GraphNode node, List<Item> items)
    {
        for (var from = 0; from < items.Count;)
        {
            var to = from + 1;
            while (to < items.Count && items[to].Time - items[to - 1].Time <= Semantics.WindowSize(node)) to++;
            yield return new Item(items[from].Key, items[from..to].Sum(i => i.Value), items[to - 1].Time + Semantics.WindowSize(node) - 1);
            from = to;
        }
    }
}
