using Millrace.Simulation.Tests.World.Checks;

namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>Emits the sum and the highest value of a key at the end of the input.</summary>
internal sealed class TotalFunction<TKey>(Sightings seen) : KeyedProcessFunction<TKey, Item, Item>
{
    private readonly AggregatingState<Item, long, long> _sum = new("sum", new SumOfValues());
    private readonly ReducingState<Item> _highest = new("highest", static (a, b) => a.Value >= b.Value ? a : b);

    public override void Process(Item value, KeyedProcessContext<TKey> context, ICollector<Item> output)
    {
        _sum.Add(value);
        _highest.Add(value);
        context.Timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<Item> output)
    {
        seen.Note(Landmarks.TimerAtTheEnd);
        output.Collect(Semantics.Total(_highest.Value.Key, _sum.Value, _highest.Value.Value));
    }
}
