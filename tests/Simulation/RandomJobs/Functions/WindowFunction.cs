using Millrace.Simulation.Tests.World.Checks;

namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>Sums each window's values, and emits the sum by an event-time timer. No record may be late, and no timer may fire twice.</summary>
internal sealed class WindowFunction<TKey>(GraphNode node, Sightings seen) : KeyedProcessFunction<TKey, Item, Item>
{
    private const int Decoy = 7;

    private readonly MapState<long, Sum> _sums = new("sums");

    public override void Process(Item value, KeyedProcessContext<TKey> context, ICollector<Item> output)
    {
        if (context.Timestamp != value.Time) throw new InvalidOperationException($"{value} has the timestamp {context.Timestamp}.");
        var end = Semantics.EndOfWindow(node, value.Time);
        if (context.Timers.CurrentWatermark >= value.Time) throw new InvalidOperationException($"{value} is late at {context.Timers.CurrentWatermark}.");
        _sums.Put(end, _sums.TryGet(end, out var sum) ? sum with { Value = sum.Value + value.Value } : new Sum(value.Key, value.Value, null));
        context.Timers.RegisterEventTimeTimer(end - 1);
        context.Timers.RegisterEventTimeTimer(end + Decoy);
        context.Timers.DeleteEventTimeTimer(end + Decoy);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<Item> output)
    {
        if (!_sums.TryGet(context.Timestamp + 1, out var sum)) throw new InvalidOperationException($"The timer of {context.Timestamp} fired without a sum.");
        _sums.Remove(context.Timestamp + 1);
        if (context.Timers.CurrentWatermark == Timestamps.MaxWatermark) seen.Note(Landmarks.TimerAtTheEnd);
        output.Collect(new Item(sum.Key, sum.Value, context.Timestamp));
    }

    internal sealed record Sum(int Key, long Value, string? Note);
}
