namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>A random graph: sources, operators over unions of earlier nodes, and sinks for all outputs that no other node takes.</summary>
internal sealed class RandomGraph
{
    private const int MostRecords = 1500;

    // Each change of a row goes through all rows that it is joined with: some inputs would take longer than all other runs together.
    private const int MostJoinedRecords = 400;

    private static readonly NodeKind[] Operators =
    [
        NodeKind.Map, NodeKind.Rekey, NodeKind.Filter, NodeKind.FlatMap, NodeKind.Collect, NodeKind.Process, NodeKind.Known, NodeKind.Known,
        NodeKind.Split, NodeKind.Split, NodeKind.Guarded, NodeKind.Guarded, NodeKind.Merge,
        NodeKind.Count, NodeKind.Distinct, NodeKind.Total, NodeKind.Pair, NodeKind.Lookup, NodeKind.Lookup, NodeKind.Delay, NodeKind.Delay, NodeKind.Forget, NodeKind.Forget, NodeKind.Reduce,
        NodeKind.Window, NodeKind.Tumbling, NodeKind.Sliding, NodeKind.Session, NodeKind.Interval,
        NodeKind.WindowJoin, NodeKind.Temporal, NodeKind.Top, NodeKind.TableJoin, NodeKind.Late, NodeKind.LateSession, NodeKind.Triggered,
    ];

    private readonly Random _random;
    private readonly int _maxParallelism;
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphNode> _open = [];

    public RandomGraph(Random random, int maxParallelism)
    {
        (_random, _maxParallelism) = (random, maxParallelism);
        Model = new GraphModel(_nodes);
        // Small graphs more often gave half as many runs again in the same time, and needed twice as many until they found a planted fault.
        for (var sources = random.Next(1, 4); sources > 0; sources--)
            Add(NodeKind.Source, [], isTimed: random.Next(4) > 0);
        for (var operators = random.Next(1, 8); operators > 0; operators--) AddOperator();
        AddSinks();
    }

    public IReadOnlyList<GraphNode> Nodes => _nodes;

    public GraphModel Model { get; }

    private void AddOperator()
    {
        var kind = Operators[_random.Next(Operators.Length)];
        var plan = new GraphNode(0, kind, [], 0, 0, false, false);
        var usable = _nodes.Where(n => !n.HasOwnSink && (n.IsTimed || !plan.NeedsTime) && (n.IsStamped || !plan.TakesLate)).ToList();
        if (plan.TakesLate && usable.Exists(n => !n.IsTimed)) usable.RemoveAll(n => n.IsTimed);
        if (usable.Count == 0) return;
        var inputs = new List<(int, Exchange)>();
        for (var count = plan.HasTwoInputs ? 2 : _random.Next(3) == 0 ? _random.Next(1, 4) : 1; count > 0; count--)
            inputs.Add((usable[Math.Max(_random.Next(usable.Count), _random.Next(usable.Count))].Id, DrawExchange(kind)));
        Add(kind, inputs, plan.NeedsTime ? !inputs.Exists(i => MayBeIdle(_nodes[i.Item1])) : !plan.IsKeyed && inputs.All(i => _nodes[i.Item1].IsTimed));
        if (IsTooMuch(_nodes[^1]) || Model.HasOpenSessions(_nodes.Count - 1)) Remove();
        else if (_nodes[^1].HasSide && _random.Next(4) > 0) AddSide(_nodes[^1]);
    }

    private bool IsTooMuch(GraphNode node) => Model.Of(node.Id).Count > MostRecords
        || (node.Kind == NodeKind.TableJoin && node.Inputs.Sum(i => Model.Of(i.From).Count) > MostJoinedRecords);

    private void AddSide(GraphNode of)
    {
        Add(NodeKind.Side, [(of.Id, Exchange.Forward)], of.IsTimed);
        _open.Add(of);
    }

    private void AddSinks()
    {
        foreach (var node in _open.Where(n => n.HasOwnSink).ToList()) Add(NodeKind.ExactlyOnceSink, [(node.Id, Exchange.Forward)], false);
        var open = _open.Where(n => !n.IsSink && !n.HasOwnSink).ToList();
        var first = open.Take(_random.Next(1, open.Count + 1)).ToList();
        foreach (var (part, i) in new[] { first, open[first.Count..] }.Select((p, i) => (p, i)))
        {
            if (part.Count == 0) continue;
            var kind = i == 1 && _random.Next(3) == 0 ? NodeKind.AtLeastOnceSink : NodeKind.ExactlyOnceSink;
            Add(kind, [.. part.Select(n => (n.Id, DrawExchange(kind)))], false);
        }
    }

    private void Add(NodeKind kind, IReadOnlyList<(int From, Exchange Exchange)> inputs, bool isTimed)
    {
        var most = Math.Min(5, _maxParallelism) + 1;
        var isFixed = kind != NodeKind.Side && inputs.Any(i => i.Exchange == Exchange.Broadcast) || _random.Next(4) == 0;
        var number = _random.Next(1000);
        // Sources without bounded disorder have ascending watermarks, or none.
        var isStamped = isTimed || kind is >= NodeKind.Window and <= NodeKind.Temporal
            || (kind == NodeKind.Source ? number % 4 > 0 : kind < NodeKind.Count && inputs.All(i => _nodes[i.From].IsStamped));
        var node = new GraphNode(_nodes.Count, kind, inputs, number, isFixed ? _random.Next(1, most) : _random.Next(-2, 1), isTimed, isStamped);
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

    /// <summary>Records held while an operator's inputs are idle or finished may reach the next one late, because its other inputs advance.</summary>
    private bool MayBeIdle(GraphNode node) => Semantics.HasIdleSplit(node) || node.Inputs.Any(i => MayBeIdle(_nodes[i.From]));

    private Exchange DrawExchange(NodeKind to) => _random.Next(12) switch
    {
        // These map their inputs before they key them, and would get all copies.
        0 => to is NodeKind.Interval or NodeKind.WindowJoin or NodeKind.Temporal ? Exchange.Rebalance : Exchange.Broadcast,
        < 4 => Exchange.Rebalance,
        < 6 => Exchange.Custom,
        _ => Exchange.Forward,
    };
}
