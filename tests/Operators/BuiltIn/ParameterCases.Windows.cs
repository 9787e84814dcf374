using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>The window cases.</summary>
internal static partial class ParameterCases
{
    private static IEnumerable<ParameterCase> Windows()
    {
        yield return Refused("PaneWindowFunction.grid", Panes(TumblingEventTimeWindows.Of(Ms(10))), Panes(TumblingEventTimeWindows.Of(Ms(20))), "00:00:00.0100000", "00:00:00.0200000");
        yield return Refused(
            "PaneWindowFunction.grid", Panes(SlidingEventTimeWindows.Of(Ms(10), Ms(5))), Panes(SlidingEventTimeWindows.Of(Ms(10), Ms(2))), "00:00:00.0050000", "00:00:00.0020000");
        yield return Refused(
            "PaneWindowFunction.grid", Panes(TumblingEventTimeWindows.Of(Ms(10), Ms(1))), Panes(TumblingEventTimeWindows.Of(Ms(10), Ms(3))), "00:00:00.0010000", "00:00:00.0030000");
        yield return Refused("PaneWindowFunction.settings", Panes(TumblingEventTimeWindows.Of(Ms(10))), Panes(TumblingProcessingTimeWindows.Of(Ms(10))), "EventTime", "ProcessingTime");
        yield return Refused("PaneWindowFunction.settings", Panes(TumblingEventTimeWindows.Of(Ms(10)), 1), Panes(TumblingEventTimeWindows.Of(Ms(10)), 2), "00:00:00.0010000", "00:00:00.0020000");
        yield return Refused("AggregatingWindowFunction.settings", Counted(EventTimeSessionWindows.WithGap(Ms(10)), 1), Counted(EventTimeSessionWindows.WithGap(Ms(10)), 2), "00:00:00.0010000", "00:00:00.0020000");
        yield return Refused("AggregatingWindowFunction.settings", Counted(EventTimeSessionWindows.WithGap(Ms(10))), Counted(ProcessingTimeSessionWindows.WithGap(Ms(10))), "EventTime", "ProcessingTime");
        yield return Refused("AggregatingWindowFunction.settings", Triggered(GlobalWindows.Create(), new CountTrigger(3)), Triggered(EventTimeSessionWindows.WithGap(Ms(10)), new CountTrigger(3)), "False", "True");
        // What is in one kind has no timers of the other, and would never be emitted.
        yield return Refused("Windows.GlobalWindows", CountWindows(3), Triggered(TumblingEventTimeWindows.Of(TimeSpan.FromDays(1)), new CountTrigger(3).Purging()), "windows that end False", "has True");
        yield return Refused("Windows.GlobalWindows", Triggered(TumblingEventTimeWindows.Of(TimeSpan.FromDays(1)), new CountTrigger(3).Purging()), CountWindows(3), "windows that end True", "has False");
        yield return Refused("BufferingWindowFunction.settings", Listed(TumblingEventTimeWindows.Of(Ms(10)), 1), Listed(TumblingEventTimeWindows.Of(Ms(10)), 2), "00:00:00.0010000", "00:00:00.0020000");
        yield return Refused("BufferingWindowFunction.settings", Joined(lateness: 1), Joined(lateness: 2), "00:00:00.0010000", "00:00:00.0020000");
        yield return Refused("BufferingWindowFunction.trigger", Joined(), JoinedBy(new CountTrigger(2)), "EventTimeTrigger", "CountTrigger");
        yield return Refused("EvictingWindowFunction.settings", Evicted(new CountTrigger(2), 2, 1), Evicted(new CountTrigger(2), 2, 2), "00:00:00.0010000", "00:00:00.0020000");
        yield return Refused("EvictingWindowFunction.trigger", Evicted(new CountTrigger(2), 2), Evicted(new EventTimeTrigger(), 2), "CountTrigger", "EventTimeTrigger");
        yield return GoesOn("EvictingWindowFunction.evictor", Evicted(new CountTrigger(1), 1), Evicted(new CountTrigger(1), 3), OneAtFive, static h => Push(h, 3), "[0, 10) 2", "[0, 10) 3", "[0, 10) 3");
        yield return Refused("SlidingCountFunction.size", SlidingCount(4, 2), SlidingCount(6, 2), "4", "6");
        yield return GoesOn("SlidingCountFunction.slide", SlidingCount(4, 2), SlidingCount(4, 3), OneAtFive, static h => Push(h, 5), "3", "4");
        yield return Refused("SlidingCountAggregateFunction.size", SlidingReduce(4, 2), SlidingReduce(6, 2), "4", "6");
        yield return GoesOn("SlidingCountAggregateFunction.slide", SlidingReduce(4, 2), SlidingReduce(4, 3), OneAtFive, static h => Push(h, 5), "3", "4");
        // Records already in a window stay in it, and the next record goes into one of the new length.
        yield return GoesOn("Windows.TumblingEventTimeWindows", Listed(TumblingEventTimeWindows.Of(Ms(10))), Listed(TumblingEventTimeWindows.Of(Ms(20))), OneAtFive, AnotherAtSix, "[0, 10) 1", "[0, 20) 1");
        yield return GoesOn(
            "Windows.SlidingEventTimeWindows", Listed(SlidingEventTimeWindows.Of(Ms(10), Ms(5))), Listed(SlidingEventTimeWindows.Of(Ms(20), Ms(20))), OneAtFive, AnotherAtSix, "[0, 10) 1", "[5, 15) 1", "[0, 20) 1");
        yield return GoesOn("Windows.EventTimeSessionWindows", Listed(EventTimeSessionWindows.WithGap(Ms(10))), Listed(EventTimeSessionWindows.WithGap(Ms(20))), OneAtFive, AnotherAtSix, "[5, 26) 2");
        yield return GoesOn("Windows.TumblingProcessingTimeWindows", Listed(TumblingProcessingTimeWindows.Of(Ms(10))), Listed(TumblingProcessingTimeWindows.Of(Ms(20))), OneAtFive, AnotherAtSix, "[0, 10) 1", "[0, 20) 1");
        yield return GoesOn(
            "Windows.SlidingProcessingTimeWindows", Listed(SlidingProcessingTimeWindows.Of(Ms(10), Ms(10))), Listed(SlidingProcessingTimeWindows.Of(Ms(20), Ms(20))), OneAtFive, AnotherAtSix, "[0, 10) 1", "[0, 20) 1");
        yield return GoesOn("Windows.ProcessingTimeSessionWindows", Listed(ProcessingTimeSessionWindows.WithGap(Ms(10))), Listed(ProcessingTimeSessionWindows.WithGap(Ms(20))), OneAtFive, AnotherAtSix, "[0, 20) 2");
    }

    private static IEnumerable<ParameterCase> Triggers()
    {
        yield return Refused(
            "AggregatingWindowFunction.trigger", Triggered(TumblingEventTimeWindows.Of(Ms(10)), new EventTimeTrigger()), Triggered(TumblingEventTimeWindows.Of(Ms(10)), new CountTrigger(2)), "EventTimeTrigger", "CountTrigger");
        yield return Refused(
            "BufferingWindowFunction.trigger", ListedBy(new EventTimeTrigger()), ListedBy(new CountTrigger(2)), "EventTimeTrigger", "CountTrigger");
        yield return GoesOn("Trigger.CountTrigger", Triggered(GlobalWindows.Create(), new CountTrigger(3)), Triggered(GlobalWindows.Create(), new CountTrigger(2)), OneAtFive, static h => Push(h, 3), "2", "4");
        // The pending firing comes, and the next ones at the new interval.
        yield return GoesOn(
            "Trigger.ContinuousEventTimeTrigger",
            Triggered(TumblingEventTimeWindows.Of(Ms(100)), new ContinuousEventTimeTrigger(Ms(10))),
            Triggered(TumblingEventTimeWindows.Of(Ms(100)), new ContinuousEventTimeTrigger(Ms(40))),
            OneAtFive,
            static h =>
            {
                foreach (var watermark in new[] { 10, 20, 40, 50, 99 }) h.AdvanceWatermark(watermark);
            },
            "1",
            "1",
            "1",
            "1");
        yield return GoesOn(
            "Trigger.ContinuousProcessingTimeTrigger",
            Triggered(TumblingProcessingTimeWindows.Of(Ms(100)), new ContinuousProcessingTimeTrigger(Ms(10))),
            Triggered(TumblingProcessingTimeWindows.Of(Ms(100)), new ContinuousProcessingTimeTrigger(Ms(40))),
            OneAtFive,
            static h => h.AdvanceTime(Ms(60)),
            "1",
            "1");
    }

    private static void OneAtFive(StreamHarness<Item, Item, string> harness) => harness.Push1(new Item(1, 1, 1), 5);

    private static void AnotherAtSix(StreamHarness<Item, Item, string> harness)
    {
        harness.Push1(new Item(1, 1, 1), 6);
        harness.EndInput();
    }

    private static void Push(StreamHarness<Item, Item, string> harness, int n)
    {
        for (var i = 0; i < n; i++) harness.Push1(new Item(1, 1, 1), 6);
    }

    private static KeyedStream<int, Item> Keyed(DataStream<Item> left, DataStream<Item> right) => left.Union(right).KeyBy(static i => i.Key);

    private static WindowedStream<int, Item> Late(WindowedStream<int, Item> windows, long lateness) => lateness == 0 ? windows : windows.AllowedLateness(Ms(lateness));

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Panes(WindowAssigner assigner, long lateness = 0) =>
        (l, r) => Late(Keyed(l, r).Window(assigner), lateness).Count().Uid("windows").Map(c => $"{c.Count}");

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Counted(WindowAssigner assigner, long lateness = 0) => Panes(assigner, lateness);

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Triggered<TState>(WindowAssigner assigner, Trigger<TState> trigger) =>
        (l, r) => Keyed(l, r).Window(assigner).Trigger(trigger).Count().Uid("windows").Map(c => $"{c.Count}");

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> CountWindows(long size) =>
        (l, r) => Keyed(l, r).CountWindow(size).Count().Uid("windows").Map(c => $"{c.Count}");

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> ListedBy<TState>(Trigger<TState> trigger) =>
        (l, r) => Keyed(l, r).Window(TumblingEventTimeWindows.Of(Ms(10))).Trigger(trigger).Process(new Lengths());

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Listed(WindowAssigner assigner, long lateness = 0) =>
        (l, r) => Late(Keyed(l, r).Window(assigner), lateness).Process(new Lengths());

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Joined(long lateness = 0) =>
        (l, r) => Join(l, r).AllowedLateness(Ms(lateness)).Select((a, b) => $"{a} {b}");

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> JoinedBy<TState>(Trigger<TState> trigger) =>
        (l, r) => Join(l, r).Trigger(trigger).Select((a, b) => $"{a} {b}");

    private static WindowedJoin<int, Item, Item> Join(DataStream<Item> left, DataStream<Item> right) =>
        left.KeyBy(static i => i.Key).WindowJoin(right.KeyBy(static i => i.Key)).Window(TumblingEventTimeWindows.Of(Ms(10)));

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Evicted<TState>(Trigger<TState> trigger, int count, long lateness = 0) =>
        (l, r) => Late(Keyed(l, r).Window(TumblingEventTimeWindows.Of(Ms(10))), lateness).Trigger(trigger).Evictor(CountEvictor.Of(count)).Process(new Lengths());

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> SlidingCount(long size, long slide) =>
        (l, r) => Keyed(l, r).CountWindow(size, slide).Process((_, items) => $"{items.Count}");

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> SlidingReduce(long size, long slide) =>
        (l, r) => Keyed(l, r).CountWindow(size, slide).Reduce((a, b) => a with { Value = a.Value + b.Value }).Uid("windows").Map(w => $"{w.Value.Value}");

    private sealed class Lengths : ProcessWindowFunction<int, Item, string>
    {
        public override void Process(WindowContext<int> context, IEnumerable<Item> elements, ICollector<string> output) =>
            output.Collect($"{context.Window} {elements.Count()}");
    }
}
