namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>Emits each distinct last digit of a key's values once.</summary>
internal sealed class DistinctFunction<TKey> : KeyedProcessFunction<TKey, Item, Item>
{
    private readonly MapState<string, long> _seen = new("seen");

    public override void Process(Item value, KeyedProcessContext<TKey> context, ICollector<Item> output)
    {
        var digit = value.Value % 10;
        var isNew = !_seen.TryGet($"d{digit}", out var times);
        _seen.Put($"d{digit}", times + 1);
        if (isNew) output.Collect(new Item(value.Key, digit, 0));
    }
}
