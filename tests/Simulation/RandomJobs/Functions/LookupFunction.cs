namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>Keeps records until the end of both streams, and looks up the highest value of the broadcast one for each then.</summary>
internal sealed class LookupFunction(Sightings seen) : KeyedBroadcastProcessFunction<string, Item, Item, Item>
{
    private readonly BroadcastState<int, long> _rules = new("rules");
    private readonly MapState<int, Item> _kept = new("kept");

    public override void Process(Item value, KeyedProcessContext<string> context, ICollector<Item> output)
    {
        _kept.Put(_kept.Keys.Count(), value);
        context.Timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
    }

    public override void ProcessBroadcast(Item value, ProcessContext context, ICollector<Item> output)
    {
        var rule = Semantics.RuleOf(value);
        if (!_rules.TryGet(rule, out var highest) || highest < value.Value) _rules.Put(rule, value.Value);
    }

    public override void OnTimer(OnTimerContext<string> context, ICollector<Item> output)
    {
        foreach (var (_, value) in _kept.Entries)
        {
            if (_rules.TryGet(Semantics.RuleOf(value), out var rule)) seen.Note("rule looked up");
            else rule = -1;
            output.Collect(Semantics.Apply(value, rule));
        }

        _kept.Clear();
    }
}
