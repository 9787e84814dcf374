using Millrace.Simulation.Tests.Cluster;
using Millrace.Simulation.Tests.Faults;

namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>A random graph over random input; its sinks must show what a plain evaluation gives.</summary>
internal sealed class SimulatedRandomJob : ISimulatedJob
{
    private readonly FaultPlan _faults;
    private readonly RandomGraph _graph;
    private readonly RandomWorld _world;

    public SimulatedRandomJob(FaultPlan faults, Random random, Sightings seen)
    {
        _faults = faults;
        MaxParallelism = random.Next(3) == 0 ? random.Next(1, 8) : random.Next(8, 200);
        _graph = new RandomGraph(new SeededRandom((ulong)random.NextInt64()), MaxParallelism);
        _world = new RandomWorld(random, seen);
        foreach (var node in _graph.Nodes)
        {
            seen.Note($"{node.Kind}");
            foreach (var (_, exchange) in node.Inputs) seen.Note($"{exchange}");
        }
    }

    /// <summary>What enough random jobs bring up.</summary>
    public static IReadOnlyList<string> Coverage { get; } =
    [
        .. Enum.GetNames<NodeKind>(), .. Enum.GetNames<Exchange>(),
        "record aside", "record failed", "rule looked up", "rule brought by a visit", "value expired", "map entry expired", "list element expired",
        "value alive", "map entry alive", "list element alive", "life extended",
    ];

    public string Name => "random";

    public int MaxParallelism { get; }

    public IReadOnlyDictionary<string, string> Arguments { get; } = new Dictionary<string, string> { [ISimulatedJob.StartOption] = "0" };

    // A broadcast stream comes once to each subtask.
    public bool MayRunLower => _graph.Nodes.All(n => n.IsKeyed || n.Inputs.All(static i => i.Exchange != Exchange.Broadcast));

    public bool MayBeDrained => false;

    public long NewestVisibleEpoch => _world.NewestVisibleEpoch;

    public IStreamJob Create() => new RandomGraphJob(_graph, MaxParallelism, _faults, _world);

    public string? WhatIsWrong(Circumstances now)
    {
        foreach (var sink in _graph.Nodes.Where(n => n.IsSink))
        {
            var (visible, expected) = (_world.Visible(sink), _graph.Model.Of(sink.Id));
            var isReduced = sink.Inputs is [var input] && _graph.Nodes[input.From].Kind == NodeKind.Reduce;
            var wrong = isReduced ? SinkJudge.Reduced(visible, expected, now.Ended)
                : sink.Kind == NodeKind.ExactlyOnceSink ? SinkJudge.ExactlyOnce(visible, expected, now.Ended)
                : SinkJudge.AtLeastOnce(visible, expected, now.Ended);
            if (wrong is not null) return $"Sink {sink.Id}: {wrong}\n{string.Join('\n', _graph.Nodes.Select(Describe))}";
        }

        return null;
    }

    public void Dispose() { }

    private static string Describe(GraphNode node) =>
        $"  {node.Id} {node.Kind} {node.Number} parallelism {node.Parallelism} of {string.Join(' ', node.Inputs.Select(i => $"{i.From}:{i.Exchange}"))}{(node.IsTimed ? " timed" : "")}";
}
