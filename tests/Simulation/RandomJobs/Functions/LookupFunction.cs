using Millrace.Simulation.Tests.World.Checks;

namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>
/// Keeps records until the end of both streams, each with the highest relevant value of the broadcast stream: the one present when
/// the record came, then those that visits bring.
/// </summary>
internal sealed class LookupFunction(Sightings seen) : KeyedBroadcastProcessFunction<string, Item, Item, Item>
{
    private readonly BroadcastState<int, long> _rules = new("rules");
    private readonly MapState<int, (Item Item, long Rule)> _kept = new("kept");

    public override void Process(Item value, KeyedProcessContext<string> context, ICollector<Item> output)
    {
        _kept.Put(_kept.Keys.Count(), (value, _rules.TryGet(Semantics.RuleOf(value), out var rule) ? rule : -1));
        context.Timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
    }

    public override void ProcessBroadcast(Item value, KeyedBroadcastContext<string, Item> context, ICollector<Item> output)
    {
        var rule = Semantics.RuleOf(value);
        var isKnown = _rules.TryGet(rule, out var before);
        if (isKnown && before >= value.Value) return;
        _rules.Put(rule, value.Value);
        context.VisitKeys(_kept, (_, _) =>
        {
            foreach (var (at, kept) in _kept.Entries.Where(e => Semantics.RuleOf(e.Value.Item) == rule))
            {
                // A key that was skipped, or visited twice, would have another value.
                if (kept.Rule != (isKnown ? before : -1)) throw new InvalidOperationException($"A visit found the rule {kept.Rule}, not {before}.");
                _kept.Put(at, (kept.Item, value.Value));
                seen.Note("rule brought by a visit");
            }
        });
    }

    public override void OnTimer(OnTimerContext<string> context, ICollector<Item> output)
    {
        seen.Note(Landmarks.TimerAtTheEnd);
        foreach (var (_, kept) in _kept.Entries)
        {
            if (kept.Rule >= 0) seen.Note("rule looked up");
            output.Collect(Semantics.Apply(kept.Item, kept.Rule));
        }

        _kept.Clear();
    }
}
