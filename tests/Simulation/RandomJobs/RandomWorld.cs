using Millrace.Runtime.Operators.Splits;
using Millrace.Simulation.Tests.Faults;
using Millrace.Testing;

namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>The outside world of a random job, which no crash affects: the output of its sinks, and the records on which its functions throw.</summary>
internal sealed class RandomWorld(Random random, Sightings seen, StateMemory memory)
{
    private readonly Unplanned<StateMemory> _memory = new(memory);
    private readonly Dictionary<int, TestSink<Item>> _exactlyOnce = [];
    private readonly Dictionary<int, List<Item>> _atLeastOnce = [];
    private readonly int _poison = random.Next(3) == 0 ? random.Next(200) : -1;
    private Dictionary<(string Group, int Split), long> _readByDrain = [];
    private int _poisonLeft = random.Next(1, 4);

    public Sightings Seen => seen;

    /// <summary>Which state the functions have had.</summary>
    public StateMemory Memory => _memory.Value;

    /// <summary>The latest time of day that the clock of any process had, in milliseconds; null where clocks are near to each other.</summary>
    public Unplanned<Func<long?>>? LatestClock { get; set; }

    public long NewestVisibleEpoch => _exactlyOnce.Values.Select(w => w.NewestVisibleEpoch).DefaultIfEmpty().Max();

    public FaultySink<Item> ExactlyOnce(GraphNode node, FaultPlan faults) => new(World(node), faults) { Work = Semantics.WorkOf(node) };

    public FlushedSink AtLeastOnce(GraphNode node, FaultPlan faults) => new(Shown(node), faults);

    /// <summary>Returns the number of records of a split that were read when the job was drained.</summary>
    public int ReadOf(GraphNode node, int split) => (int)_readByDrain.GetValueOrDefault((ItemSource.GroupOf(node), split));

    /// <summary>Returns whether a function throws on this record; it does so a few times.</summary>
    public bool Poisons(Item item) => _poison >= 0 && item.Value % 200 == _poison && _poisonLeft-- > 0;

    /// <summary>Returns the output of a sink; of a job that goes on, without what it is about to retract.</summary>
    public IReadOnlyList<Item> Visible(GraphNode sink, bool hasEnded) =>
        sink.Kind != NodeKind.ExactlyOnceSink ? Shown(sink) : hasEnded ? World(sink).Visible : World(sink).Lasting;

    public void OnDrained(IReadOnlyList<SplitState> splits) => _readByDrain = splits.ToDictionary(static s => (s.Group, s.Ordinal), static s => s.Position?.Offset ?? 0);

    private TestSink<Item> World(GraphNode node)
    {
        if (!_exactlyOnce.TryGetValue(node.Id, out var world)) _exactlyOnce.Add(node.Id, world = new TestSink<Item>());
        return world;
    }

    private List<Item> Shown(GraphNode node)
    {
        if (!_atLeastOnce.TryGetValue(node.Id, out var shown)) _atLeastOnce.Add(node.Id, shown = []);
        return shown;
    }
}
