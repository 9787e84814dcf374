namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>All pairs of a key's records.</summary>
internal sealed class PairFunction : KeyedCoProcessFunction<int, Item, Item, Item>
{
    private readonly ListState<Item> _left = new("left");
    private readonly ListState<Item> _right = new("right");

    public override void Process1(Item value, KeyedProcessContext<int> context, ICollector<Item> output)
    {
        _left.Add(value);
        foreach (var right in _right.Entries) output.Collect(Semantics.Pair(value, right));
    }

    public override void Process2(Item value, KeyedProcessContext<int> context, ICollector<Item> output)
    {
        _right.Add(value);
        foreach (var left in _left.Entries) output.Collect(Semantics.Pair(left, value));
    }
}
