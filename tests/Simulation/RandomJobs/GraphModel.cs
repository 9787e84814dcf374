namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>What each node of a graph puts out, in any order, as a plain evaluation of its definition gives it.</summary>
internal sealed class GraphModel(IReadOnlyList<GraphNode> nodes)
{
    private readonly Dictionary<int, IReadOnlyList<Item>> _known = [];

    /// <summary>The records that a node puts out; of a sink, those that it takes; of a reduce, those that it brings together.</summary>
    public IReadOnlyList<Item> Of(int id)
    {
        if (_known.TryGetValue(id, out var known)) return known;
        return _known[id] = [.. Evaluate(nodes[id])];
    }

    public void Forget(int id) => _known.Remove(id);

    private IEnumerable<Item> Evaluate(GraphNode node) => node.Kind switch
    {
        NodeKind.Source => Enumerable.Range(0, Semantics.Splits(node)).SelectMany(s => Enumerable.Range(0, Semantics.Length(node, s)).Select(at => Semantics.Read(node, s, at))),
        NodeKind.Map => Input(node).Select(i => Semantics.Map(node, i)),
        NodeKind.Rekey => Input(node).Select(i => Semantics.Rekey(node, i)),
        NodeKind.Filter => Input(node).Where(i => Semantics.Filter(node, i)),
        NodeKind.FlatMap or NodeKind.Collect or NodeKind.Process => Input(node).SelectMany(i => Semantics.FlatMap(node, i)),
        NodeKind.Count => Input(node).GroupBy(i => i.Key).SelectMany(g => g.Select((_, n) => new Item(g.Key, n + 1, 0))),
        NodeKind.Distinct => Input(node).Select(i => new Item(i.Key, i.Value % 10, 0)).Distinct(),
        NodeKind.Window => Input(node).GroupBy(i => (i.Key, End: Semantics.EndOfWindow(node, i.Time)))
            .Select(g => new Item(g.Key.Key, g.Sum(i => i.Value), g.Key.End - 1)),
        _ => Input(node),
    };

    private IEnumerable<Item> Input(GraphNode node)
    {
        var isKeyed = node.Kind is NodeKind.Count or NodeKind.Distinct or NodeKind.Window or NodeKind.Delay or NodeKind.Reduce;
        return node.Inputs.SelectMany(i => Enumerable.Repeat(i.From, i.Exchange == Exchange.Broadcast && !isKeyed ? node.Parallelism : 1)).SelectMany(Of);
    }
}
