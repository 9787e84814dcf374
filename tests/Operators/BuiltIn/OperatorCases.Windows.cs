using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>The window cases.</summary>
internal static partial class OperatorCases
{
    public static int[] Large => [1_000, 10_000, 100_000];

    public static Dictionary<Type, OperatorCase[]> Windows() => new()
    {
        [typeof(PaneWindowFunction<,,,,>)] =
        [
            Windowed("tumbling windows", keyed => keyed.Window(TumblingEventTimeWindows.Of(Ms(10))).Count().Map(c => c.Count), Ascending(7)),
            Windowed("sliding windows", keyed => keyed.Window(SlidingEventTimeWindows.Of(Ms(40), Ms(10))).Count().Map(c => c.Count), Ascending(7)) with { Sizes = Large },
            Windowed("sliding windows of many panes", keyed => keyed.Window(SlidingEventTimeWindows.Of(Ms(1_000), Ms(10))).Count().Map(c => c.Count), Following(10)),
            Windowed("sliding windows of many panes with late records", keyed => keyed.Window(SlidingEventTimeWindows.Of(Ms(1_000), Ms(3))).AllowedLateness(Ms(1_000)).Count().Map(c => c.Count), static (h, n) => Times(n, i =>
            {
                h.Push(At(i), i * 3);
                h.AdvanceWatermark(i * 3);
                if (i % 100 == 9) h.Push(At(i), (i * 3) - 600);
            })),
            Windowed("late windows", keyed => keyed.Window(SlidingEventTimeWindows.Of(Ms(10), Ms(4))).AllowedLateness(Ms(5)).Count().Map(c => c.Count), Ascending(7)),
            Windowed("sliding windows of the machine's time", keyed => keyed.Window(SlidingProcessingTimeWindows.Of(Ms(4), Ms(1))).Count().Map(c => c.Count), Later(1), static h => h.AdvanceTime(s_hour)),
        ],
        [typeof(AggregatingWindowFunction<,,,,,>)] =
        [
            Windowed("open sessions", keyed => Sessions(keyed).Count().Map(c => c.Count), Ascending(20)) with { Sizes = Large },
            Windowed("open sessions backwards", keyed => Sessions(keyed).Count().Map(c => c.Count), static (h, n) => Times(n, i => h.Push(At(i), (n - i) * 20))),
            Windowed("a session that grows", keyed => Sessions(keyed).Count().Map(c => c.Count), Ascending(5)),
            Windowed("sessions that become one", keyed => Sessions(keyed).Count().Map(c => c.Count), Bridged),
            Windowed("all records until the end", keyed => keyed.Window(GlobalWindows.Create()).Trigger(new EndOfStreamTrigger().Purging()).Count().Map(c => c.Count), Ascending(20), static h =>
            {
                Assert.Empty(h.Output);
                h.EndInput();
                Assert.Single(h.Output);
            }),
            Windowed("sessions of the machine's time", keyed => keyed.Window(ProcessingTimeSessionWindows.WithGap(Ms(10))).Count().Map(c => c.Count), Later(20), static h => h.AdvanceTime(s_hour)),
            Windowed("count windows", keyed => keyed.CountWindow(3).Count().Map(c => c.Count), static (h, n) => Times(n - (n % 3) + 2, i => h.Push(At(i), i)), static h => h.Push(At(1), 1)) with { Sizes = Large },
            Windowed("count windows in event time", keyed => Sessions(keyed).Trigger(new CountTrigger(2)).Count().Map(c => c.Count), Ascending(3)),
            Windowed("windows that fire now and then", keyed => keyed.Window(TumblingEventTimeWindows.Of(s_hour)).Trigger(new ContinuousEventTimeTrigger(s_hour / 4)).Count().Map(c => c.Count), Ascending(1000)),
            Windowed("a trigger that leaves its timers", keyed => keyed.Window(TumblingEventTimeWindows.Of(Ms(100))).Trigger(new Careless()).Count().Map(c => c.Count), Ascending(10)),
        ],
        [typeof(BufferingWindowFunction<,,,>)] =
        [
            Windowed("a window of many records", keyed => keyed.Window(TumblingEventTimeWindows.Of(s_hour)).Process(new Lengths()), Ascending(1)) with { Sizes = Large },
            Windowed("windows with state", keyed => keyed.Window(TumblingEventTimeWindows.Of(s_hour)).Trigger(new CountTrigger(1)).Aggregate(new SumOfRows(), new Remembering()), Ascending(1000)),
            Windowed("sessions with their records", keyed => Sessions(keyed).Process(new Lengths()), Ascending(20)),
            Windowed("sessions with their records that become one", keyed => Sessions(keyed).Process(new Lengths()), Bridged) with { Sizes = Large },
            Windowed("sessions with their records that grow downwards", keyed => Sessions(keyed).Process(new Lengths()), static (h, n) => Times(n, i => h.Push(At(i), (n - i) * 20 + (i % 2 * 30)))),
            OperatorCase.Of<long>(
                "windows of all records", items => items.WindowAll(TumblingEventTimeWindows.Of(Ms(10))).Process(new AllLengths()), Ascending(4), static h => h.AdvanceWatermark(1 << 30)),
        ],
        [typeof(SlidingCountFunction<,,>)] =
        [
            Windowed("sliding count windows", keyed => keyed.CountWindow(4, 2).Process((_, items) => (long)items.Count), Ascending(1)) with { EntriesLeft = null, Sizes = Large },
        ],
        [typeof(SlidingCountAggregateFunction<,,,,>)] =
        [
            Windowed("sums of sliding count windows", keyed => keyed.CountWindow(10_000, 1).Aggregate(new SumOfRows()).Map(s => s.Result), Ascending(1)) with { EntriesLeft = null, Sizes = Large },
        ],
        [typeof(CoGroupFunction<,,,>)] = [],
        [typeof(WindowResult<,,>)] = [],
        [typeof(FoldedElements<,,,,>)] = [],
        // A firing reads all records that the window has, so a window that fires often must evict; what it costs beside that is measured.
        [typeof(EvictingWindowFunction<,,,>)] =
        [
            Windowed("a window that fires once", keyed => keyed.Window(TumblingEventTimeWindows.Of(s_hour)).Evictor(CountEvictor.Of(5)).Count().Map(c => c.Count), Ascending(1)) with { Sizes = Large },
            Windowed("windows of the last records", keyed => keyed.Window(TumblingEventTimeWindows.Of(s_hour)).Trigger(new CountTrigger(1)).Evictor(CountEvictor.Of(5)).Count().Map(c => c.Count), Ascending(1)),
            Windowed("windows of like records", keyed => keyed.Window(TumblingEventTimeWindows.Of(s_hour)).Trigger(new CountTrigger(1)).Evictor(DeltaEvictor.Of<Item>(5, (a, b) => Math.Abs(a.Id - b.Id), evictAfter: true)).Count().Map(c => c.Count), Ascending(1)),
            Windowed("sessions of the last records", keyed => Sessions(keyed).Evictor(CountEvictor.Of(5)).Process(new Lengths()), Bridged),
        ],
    };

    private static OperatorCase Windowed(
        string name, Func<KeyedStream<int, Item>, DataStream<long>> define, Action<StreamHarness<Item, long>, int> fill, Action<StreamHarness<Item, long>>? end = null) =>
        OperatorCase.Of(name, items => define(items.KeyBy(i => i.Key)), fill, end ?? (static h => h.AdvanceWatermark(1 << 30)));

    private static WindowedStream<int, Item> Sessions(KeyedStream<int, Item> keyed) => keyed.Window(EventTimeSessionWindows.WithGap(Ms(10)));

    private static Action<StreamHarness<Item, long>, int> Ascending(long apart) => (h, n) => Times(n, i => h.Push(At(i), i * apart));

    private static Action<StreamHarness<Item, long>, int> Following(long apart) => (h, n) => Times(n, i =>
    {
        h.Push(At(i), i * apart);
        h.AdvanceWatermark(i * apart);
    });

    private static Action<StreamHarness<Item, long>, int> Later(long apart) => (h, n) => Times(n, i =>
    {
        h.AdvanceTime(Ms(apart));
        h.Push(At(i), i);
    });

    // First every other session, and then the ones in between.
    private static void Bridged(StreamHarness<Item, long> harness, int n)
    {
        Times(n / 2, i => harness.Push(At(i), i * 20));
        Times(n / 2, i => harness.Push(At(i), (i * 20) + 10));
    }

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed class Lengths : ProcessWindowFunction<int, Item, long>
    {
        public override void Process(WindowContext<int> context, IEnumerable<Item> elements, ICollector<long> output) => output.Collect(elements.Count());
    }

    private sealed class AllLengths : ProcessWindowFunction<bool, Item, long>
    {
        public override void Process(WindowContext<bool> context, IEnumerable<Item> elements, ICollector<long> output) => output.Collect(elements.Count());
    }

    /// <summary>Registers timers in both time domains that are due long after the window, and never deletes them.</summary>
    private sealed class Careless : Trigger<NoTriggerState>
    {
        public override TriggerResult OnElement(long timestamp, ref NoTriggerState state, TriggerContext context)
        {
            context.RegisterEventTimeTimer(timestamp + (1L << 40));
            context.RegisterProcessingTimeTimer(timestamp + (1L << 40));
            return TriggerResult.Fire;
        }
    }

    /// <summary>Has window state of each kind.</summary>
    private sealed class Remembering : ProcessWindowFunction<int, long, long>
    {
        private readonly WindowValueState<long> _last = new("last");
        private readonly WindowListState<long> _all = new("all");
        private readonly WindowMapState<string, long> _byText = new("by-text");

        public override void Process(WindowContext<int> context, IEnumerable<long> elements, ICollector<long> output)
        {
            _last.Update(elements.Single());
            _all.Add(_last.Value);
            _byText.Put($"{_last.Value % 7}", _last.Value);
            output.Collect(_last.Value);
        }
    }
}
