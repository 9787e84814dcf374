namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>All pairs of a key's records.</summary>
internal sealed class PairFunction : KeyedCoProcessFunction<int, Item, Item, Item>
{
    private readonly MapState<int, Item> _left = new("left");
    private readonly MapState<int, Item> _right = new("right");

    public override void Process1(Item value, KeyedProcessContext<int> context, ICollector<Item> output)
    {
        _left.Put(_left.Keys.Count(), value);
        foreach (var (_, right) in _right.Entries) output.Collect(Semantics.Pair(value, right));
    }

    public override void Process2(Item value, KeyedProcessContext<int> context, ICollector<Item> output)
    {
        _right.Put(_right.Keys.Count(), value);
        foreach (var (_, left) in _left.Entries) output.Collect(Semantics.Pair(left, value));
    }
}
