using Millrace.Core.Graph;
using Millrace.Runtime.Operators.Splits;
using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.RandomJobs.Functions;
using Millrace.Simulation.Tests.World;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>A random graph over random input; its sinks must show the results of a straightforward evaluation.</summary>
internal sealed class SimulatedRandomJob : ISimulatedJob
{
    private readonly FaultPlan _faults;
    private readonly RandomGraph _graph;
    private readonly RandomWorld _world;
    private readonly StateMemory _memory;
    private readonly bool _bearsJumps;
    private Func<long?>? _latestClock;

    public SimulatedRandomJob(FaultPlan faults, Random random, Sightings seen, string name = "random")
    {
        Name = name;
        _faults = faults;
        MaxParallelism = random.Next(3) == 0 ? random.Next(1, 8) : random.Next(8, 200);
        _graph = new RandomGraph(new SeededRandom((ulong)random.NextInt64()), MaxParallelism);
        _memory = new StateMemory(() => faults.Process);
        _world = new RandomWorld(random, seen, _memory);
        _bearsJumps = random.Next(2) == 0;
        foreach (var node in _graph.Nodes)
        {
            seen.Note($"{node.Kind}");
            if (node.Kind is NodeKind.Process or NodeKind.ExactlyOnceSink && Semantics.WorkOf(node) > TimeSpan.Zero) seen.Note("slow consumer");
            foreach (var (_, exchange) in node.Inputs) seen.Note($"{exchange}");
        }
    }

    /// <summary>What enough random jobs must reach.</summary>
    public static IReadOnlyList<string> Coverage { get; } =
    [
        .. Enum.GetNames<NodeKind>(), .. Enum.GetNames<Exchange>(),
        "record aside", "record failed", "record late", "function hung", "slow consumer", "rule looked up", "rule brought by a visit", "value expired", "map entry expired", "list element expired",
        "value alive", "map entry alive", "list element alive", "life extended", "list dealt anew", KnownFunction.Remembered,
    ];

    public string Name { get; }

    public int MaxParallelism { get; }

    public IReadOnlyDictionary<string, string> Arguments { get; } = new Dictionary<string, string> { [ISimulatedJob.StartOption] = "0" };

    // A broadcast stream arrives once at each subtask.
    public bool MayRunLower => _graph.Nodes.All(n => n.IsKeyed || n.Inputs.All(static i => i.Exchange != Exchange.Broadcast));

    // Half of the jobs whose state expires are checked exactly, which is impossible where clocks are far from each other.
    public bool BearsClocksThatGoBack => _bearsJumps || _graph.Nodes.All(static n => n.Kind != NodeKind.Forget);

    public Func<long?> LatestClock
    {
        set
        {
            _latestClock = value;
            _world.LatestClock = new Unplanned<Func<long?>>(_latestClock);
        }
    }

    public long NewestVisibleEpoch => _world.NewestVisibleEpoch;

    public IStreamJob Create() => new RandomGraphJob(_graph, MaxParallelism, _faults, _world);

    public void OnDeployed(ExecutionAttempt attempt, bool isWhole, long restored, SimulatedProcess taskManager) => _memory.Deployed(attempt, isWhole, restored, taskManager);

    public void OnEnded(ExecutionAttempt attempt, SimulatedProcess taskManager) => _memory.Ended(attempt, taskManager);

    public void OnTriggered(ExecutionAttempt attempt, long checkpoint) => _memory.Triggered(attempt, checkpoint);

    public void OnDrained(IReadOnlyList<SplitState> splits) => _world.OnDrained(splits);

    public string? WhatIsWrong(Circumstances now)
    {
        // Which output of a drain is retracted already, nobody can tell.
        if (now is { Drained: true, TookBack: true, HasEnded: false }) return null;
        // A drain ends with what was read before it.
        var (ended, model) = (now.HasEnded, now.Drained ? new GraphModel(_graph.Nodes, _world.ReadOf) : _graph.Model);
        foreach (var sink in _graph.Nodes.Where(n => n.IsSink))
        {
            var (visible, expected) = (_world.Visible(sink, now.HasEnded), model.Of(sink.Id));
            var from = sink.Inputs is [var input] ? _graph.Nodes[input.From] : sink;
            var wrong = from.Kind switch
            {
                NodeKind.Reduce => SinkJudge.Reduced(visible, expected, ended),
                NodeKind.Late => WindowJudge.Late(from, visible, expected, ended, LatestTime(from)),
                NodeKind.LateSession => WindowJudge.LateSessions(from, visible, expected, ended, LatestTime(from)),
                NodeKind.Triggered => WindowJudge.Triggered(from, visible, expected, ended),
                _ => sink.Kind == NodeKind.ExactlyOnceSink ? SinkJudge.ExactlyOnce(visible, expected, ended) : SinkJudge.AtLeastOnce(visible, expected, ended, now.DrainBegan && Upstream(sink).Any(static n => n.WaitsForTime) ? null : _graph.Model.Of(sink.Id)),
            };
            if (wrong is not null) return $"Sink {sink.Id}: {wrong}\n{string.Join('\n', _graph.Nodes.Select(Describe))}";
        }

        return null;
    }

    public void Dispose() { }

    /// <summary>The latest event time that a node may have seen before its input ended, no watermark being higher; null where no record is late.</summary>
    private long? LatestTime(GraphNode node) => node.Inputs.All(i => _graph.Nodes[i.From].IsTimed) ? null
        : Upstream(node).Where(static n => n.Kind == NodeKind.Source).SelectMany(n => _graph.Model.Of(n.Id)).Select(static i => i.Time).DefaultIfEmpty().Max();

    private IEnumerable<GraphNode> Upstream(GraphNode node) => node.Inputs.SelectMany(i => Upstream(_graph.Nodes[i.From])).Append(node);

    private static string Describe(GraphNode node) =>
        $"  {node.Id} {node.Kind} {node.Number} parallelism {node.Parallelism} of {string.Join(' ', node.Inputs.Select(i => $"{i.From}:{i.Exchange}"))}{(node.IsTimed ? " timed" : node.IsStamped ? " stamped" : "")}";
}
