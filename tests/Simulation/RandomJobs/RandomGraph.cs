namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>A random graph: sources, operators over unions of what comes before, and sinks for all that nobody else takes.</summary>
internal sealed class RandomGraph
{
    private const int MostRecords = 1500;

    private static readonly NodeKind[] Operators =
    [
        NodeKind.Map, NodeKind.Rekey, NodeKind.Filter, NodeKind.FlatMap, NodeKind.Collect, NodeKind.Process,
        NodeKind.Split, NodeKind.Split, NodeKind.Guarded, NodeKind.Guarded, NodeKind.Merge,
        NodeKind.Count, NodeKind.Distinct, NodeKind.Total, NodeKind.Pair, NodeKind.Lookup, NodeKind.Lookup, NodeKind.Delay, NodeKind.Delay, NodeKind.Forget, NodeKind.Forget, NodeKind.Reduce,
        NodeKind.Window, NodeKind.Tumbling, NodeKind.Sliding, NodeKind.Session, NodeKind.Interval,
    ];

    private readonly Random _random;
    private readonly int _maxParallelism;
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphNode> _open = [];

    public RandomGraph(Random random, int maxParallelism)
    {
        (_random, _maxParallelism) = (random, maxParallelism);
        Model = new GraphModel(_nodes);
        for (var sources = random.Next(1, 4); sources > 0; sources--)
            Add(NodeKind.Source, [], isTimed: random.Next(5) > 0);
        for (var operators = random.Next(1, 8); operators > 0; operators--) AddOperator();
        AddSinks();
    }

    public IReadOnlyList<GraphNode> Nodes => _nodes;

    public GraphModel Model { get; }

    private void AddOperator()
    {
        var kind = Operators[_random.Next(Operators.Length)];
        var plan = new GraphNode(0, kind, [], 0, 0, false);
        var usable = _nodes.Where(n => n.Kind != NodeKind.Reduce && (n.IsTimed || !plan.NeedsTime)).ToList();
        if (usable.Count == 0) return;
        var inputs = new List<(int, Exchange)>();
        for (var count = plan.HasTwoInputs ? 2 : _random.Next(3) == 0 ? _random.Next(1, 4) : 1; count > 0; count--)
            inputs.Add((usable[Math.Max(_random.Next(usable.Count), _random.Next(usable.Count))].Id, DrawExchange()));
        Add(kind, inputs, plan.NeedsTime || (!plan.IsKeyed && inputs.All(i => _nodes[i.Item1].IsTimed)));
        if (Model.Of(_nodes.Count - 1).Count > MostRecords) Remove();
        else if (_nodes[^1].HasSide && _random.Next(4) > 0) AddSide(_nodes[^1]);
    }

    private void AddSide(GraphNode of)
    {
        Add(NodeKind.Side, [(of.Id, Exchange.Forward)], of.IsTimed);
        _open.Add(of);
    }

    private void AddSinks()
    {
        foreach (var reduce in _open.Where(n => n.Kind == NodeKind.Reduce).ToList()) Add(NodeKind.ExactlyOnceSink, [(reduce.Id, Exchange.Forward)], false);
        var open = _open.Where(n => !n.IsSink && n.Kind != NodeKind.Reduce).ToList();
        var first = open.Take(_random.Next(1, open.Count + 1)).ToList();
        foreach (var (part, i) in new[] { first, open[first.Count..] }.Select((p, i) => (p, i)))
        {
            if (part.Count == 0) continue;
            var kind = i == 1 && _random.Next(3) == 0 ? NodeKind.AtLeastOnceSink : NodeKind.ExactlyOnceSink;
            Add(kind, [.. part.Select(n => (n.Id, DrawExchange()))], false);
        }
    }

    private void Add(NodeKind kind, IReadOnlyList<(int From, Exchange Exchange)> inputs, bool isTimed)
    {
        var most = Math.Min(5, _maxParallelism) + 1;
        var isFixed = kind != NodeKind.Side && inputs.Any(i => i.Exchange == Exchange.Broadcast) || _random.Next(4) == 0;
        var node = new GraphNode(_nodes.Count, kind, inputs, _random.Next(1000), isFixed ? _random.Next(1, most) : _random.Next(-2, 1), isTimed);
        _nodes.Add(node);
        _open.RemoveAll(n => inputs.Any(i => i.From == n.Id));
        _open.Add(node);
    }

    private void Remove()
    {
        var last = _nodes[^1];
        _nodes.RemoveAt(_nodes.Count - 1);
        _open.Remove(last);
        Model.Forget(last.Id);
        foreach (var (from, _) in last.Inputs)
        {
            if (!_open.Contains(_nodes[from]) && _nodes.All(n => n.Inputs.All(i => i.From != from))) _open.Add(_nodes[from]);
        }
    }

    private Exchange DrawExchange() => _random.Next(12) switch { 0 => Exchange.Broadcast, < 4 => Exchange.Rebalance, < 6 => Exchange.Custom, _ => Exchange.Forward };
}
