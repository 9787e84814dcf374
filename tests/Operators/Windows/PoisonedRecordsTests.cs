using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Windows;

/// <summary>A record for which the user's code throws, under <c>OnError</c>: windows give the results that they would give without it.</summary>
public sealed class PoisonedRecordsTests
{
    private const int Poison = 13;

    public static TheoryData<string> Kinds() => [.. Operators.Keys];

    private static Dictionary<string, Func<KeyedStream<string, Item>, OperatorStream<string>>> Operators { get; } = new(StringComparer.Ordinal)
    {
        ["tumbling"] = items => items.Window(TumblingEventTimeWindows.Of(Ms(10))).Aggregate(new Sum(), Text),
        ["sliding"] = items => items.Window(SlidingEventTimeWindows.Of(Ms(10), Ms(5))).AllowedLateness(Ms(100)).Aggregate(new Sum(), Text),
        ["session"] = items => items.Window(EventTimeSessionWindows.WithGap(Ms(10))).Aggregate(new Sum(), Text),
        ["dynamic-gap"] = items => items.Window(EventTimeSessionWindows.WithDynamicGap<Item>(i => Ms(Checked(i.Value)))).Aggregate(new Sum(), Text),
        ["session-held"] = items => items.Window(EventTimeSessionWindows.WithGap(Ms(10))).Trigger(new CountTrigger(1)).Process(new Values()),
        ["tumbling-held"] = items => items.Window(TumblingEventTimeWindows.Of(Ms(10))).Trigger(new CountTrigger(1).Purging()).Process(new Values()),
        ["trigger"] = items => items.Window(SlidingEventTimeWindows.Of(Ms(10), Ms(5))).Trigger(new ThrowingTrigger()).Aggregate(new Plain(), Text),
        ["result"] = items => items.Window(GlobalWindows.Create()).Trigger(new CountTrigger(1)).Aggregate(new Plain(), (key, window, sum) => Text(key, window, sum >= 1000 ? Checked(Poison) : sum)),
        ["count"] = items => items.CountWindow(2).Aggregate(new Sum(), Text),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_that_throws_leaves_nothing_behind(string kind)
    {
        var output = Check(kind, [new("a", Poison, 0), new("a", 5, 5), new("a", 6, 17), new("b", Poison, 3), new("b", 7, 22), new("a", Poison, 30), new("a", 8, 31), new("b", 4, 24)]);
        Assert.Equal(Check(kind, [new("a", 5, 5), new("a", 6, 17), new("b", 7, 22), new("a", 8, 31), new("b", 4, 24)]), output);
        Assert.NotEmpty(output);
    }

    [Fact]
    public void A_session_does_not_reach_to_a_record_that_threw()
    {
        using var sessions = StreamHarness.Of((DataStream<Item> items) => items.KeyBy(i => i.Key).Window(EventTimeSessionWindows.WithGap(Ms(10))).Aggregate(new Sum()).OnError(ErrorHandling.Skip));
        sessions.Push(new Item("a", Poison, 0), 0);
        sessions.Push(new Item("a", 1, 5), 5);
        sessions.EndInput();
        Assert.Equal([("a", new TimeWindow(5, 15), 1)], sessions.Output);
    }

    private static IEnumerable<string> Check(string kind, Item[] items)
    {
        var script = new Script<Item>();
        foreach (var item in items) script.Record(item, item.Time).Watermark(item.Time - 30);
        return OperatorHarness.Check(
            script,
            input => Operators[kind](input.KeyBy(i => i.Key)).OnError(ErrorHandling.Skip),
            new HarnessOptions<string> { KeyOf = text => text[0], Ordered = false, OneOf = 5 }).Values().Order(StringComparer.Ordinal);
    }

    private static string Text(string key, TimeWindow window, int sum) => $"{key} {window} {sum}";

    private static int Checked(int value) => value == Poison ? throw new FormatException("poison") : value;

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed record Item(string Key, int Value, long Time);

    private class Plain : AggregateFunction<Item, int, int>
    {
        public override int CreateAccumulator() => 0;

        public override int Add(int accumulator, Item value) => accumulator + (value.Value == Poison ? 1000 : value.Value);

        public override int GetResult(int accumulator) => accumulator;

        public override int Merge(int a, int b) => a + b;
    }

    private sealed class Sum : Plain
    {
        public override int Add(int accumulator, Item value) => accumulator + Checked(value.Value);
    }

    private sealed class Values : ProcessWindowFunction<string, Item, string>
    {
        public override void Process(WindowContext<string> context, IEnumerable<Item> elements, ICollector<string> output)
        {
            output.Collect(Text(context.Key, context.Window, 0));
            foreach (var item in elements) output.Collect($"{context.Key} {Checked(item.Value)}");
        }
    }

    /// <summary>Throws after registering timers, and only for the first of a record's windows.</summary>
    private sealed class ThrowingTrigger : Trigger<Item, int>
    {
        public override TriggerResult OnElement(Item value, long timestamp, ref int state, TriggerContext context)
        {
            state++;
            context.RegisterEventTimeTimer(context.Window.MaxTimestamp);
            if (context.Window.Start % 10 == 0) Checked(value.Value);
            return TriggerResult.Continue;
        }

        public override TriggerResult OnEventTime(long time, ref int state, TriggerContext context) => TriggerResult.Fire;
    }
}
