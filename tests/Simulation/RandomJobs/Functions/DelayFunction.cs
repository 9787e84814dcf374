namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>Keeps records until a processing-time timer, and the last ones until the end of the input.</summary>
internal sealed class DelayFunction<TKey>(GraphNode node) : KeyedProcessFunction<TKey, Item, Item>
{
    private readonly MapState<int, Item> _kept = new("kept");
    private readonly ValueState<int> _next = new("next");

    public override void Process(Item value, KeyedProcessContext<TKey> context, ICollector<Item> output)
    {
        var next = _next.Value;
        _kept.Put(next, value);
        _next.Update(next + 1);
        context.Timers.RegisterProcessingTimeTimer(context.Timers.CurrentProcessingTime + (node.Number % 30));
        context.Timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<Item> output)
    {
        foreach (var (_, value) in _kept.Entries) output.Collect(value);
        _kept.Clear();
        if (_next.Value > 5) _next.Clear();
    }
}
