using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>The decisions, and a case for each that is not user code.</summary>
internal static partial class ParameterCases
{
    public static IReadOnlyDictionary<string, Decision> Decisions { get; } = new Dictionary<string, Decision>(StringComparer.Ordinal)
    {
        ["CountFunction.timeToLive"] = Decision.GoesOn,
        ["RunningAggregateFunction.aggregate"] = Decision.Code,
        ["RunningAggregateFunction.timeToLive"] = Decision.GoesOn,
        ["ReduceFunction.timeToLive"] = Decision.GoesOn,
        ["SumFunction.timeToLive"] = Decision.GoesOn,
        ["FirstFunction.timeToLive"] = Decision.GoesOn,
        ["KeepFunction.timeToLive"] = Decision.GoesOn,
        ["TopNFunction.timeToLive"] = Decision.GoesOn,
        ["TopNWithTiesFunction.n"] = Decision.Refused,
        ["TopNWithTiesFunction.order"] = Decision.Code,
        ["TopNWithTiesFunction.timeToLive"] = Decision.GoesOn,
        ["TableTopNFunction.n"] = Decision.Refused,
        ["TableTopNFunction.order"] = Decision.Code,
        ["TableTopNFunction.withTies"] = Decision.Refused,
        ["TableTopNFunction.resultOf"] = Decision.Code,
        ["ReduceFunction.reduce"] = Decision.Code,
        ["SumFunction.numberOf"] = Decision.Code,
        ["GroupAggregateFunction.aggregate"] = Decision.Code,
        ["GroupChangeFunction.groupOf"] = Decision.Code,
        ["JoinChangeFunction.joinOf"] = Decision.Code,
        ["CoGroupFunction.resultsOf"] = Decision.Code,
        ["KeepFunction.order"] = Decision.Code,
        ["TopNFunction.n"] = Decision.Refused,
        ["TopNFunction.order"] = Decision.Code,
        ["IntervalJoinFunction.bounds"] = Decision.Refused,
        ["IntervalJoinFunction.kind"] = Decision.Refused,
        ["IntervalJoinFunction.resultOf"] = Decision.Code,
        ["IntervalJoinFunction.leftLate"] = Decision.Code,
        ["IntervalJoinFunction.rightLate"] = Decision.Code,
        ["TemporalJoinFunction.versionOf"] = Decision.Code,
        ["TemporalJoinFunction.resultOf"] = Decision.Code,
        ["TemporalJoinFunction.keepsUnmatched"] = Decision.GoesOn,
        ["TemporalJoinFunction.late"] = Decision.Code,
        ["LookupJoinFunction.keyOf"] = Decision.Code,
        ["LookupJoinFunction.resultOf"] = Decision.Code,
        ["LookupJoinFunction.keepsUnmatched"] = Decision.GoesOn,
        ["RecordJoinFunction.resultOf"] = Decision.Code,
        ["RecordJoinFunction.timeToLive"] = Decision.GoesOn,
        ["RegularJoinFunction.resultOf"] = Decision.Code,
        ["RegularJoinFunction.kind"] = Decision.Refused,
        ["RegularJoinFunction.timeToLive"] = Decision.GoesOn,
        ["SlidingCountFunction.size"] = Decision.Refused,
        ["SlidingCountFunction.slide"] = Decision.GoesOn,
        ["SlidingCountFunction.resultOf"] = Decision.Code,
        ["SlidingCountAggregateFunction.size"] = Decision.Refused,
        ["SlidingCountAggregateFunction.slide"] = Decision.GoesOn,
        ["SlidingCountAggregateFunction.aggregate"] = Decision.Code,
        ["SlidingCountAggregateFunction.resultOf"] = Decision.Code,
        ["PaneWindowFunction.settings"] = Decision.Refused,
        ["PaneWindowFunction.grid"] = Decision.Refused,
        ["PaneWindowFunction.aggregate"] = Decision.Code,
        ["PaneWindowFunction.resultOf"] = Decision.Code,
        ["AggregatingWindowFunction.settings"] = Decision.Refused,
        ["AggregatingWindowFunction.trigger"] = Decision.Refused,
        ["AggregatingWindowFunction.aggregate"] = Decision.Code,
        ["AggregatingWindowFunction.function"] = Decision.Code,
        ["WindowResult.resultOf"] = Decision.Code,
        ["BufferingWindowFunction.settings"] = Decision.Refused,
        ["BufferingWindowFunction.trigger"] = Decision.Refused,
        ["BufferingWindowFunction.function"] = Decision.Code,
        ["EvictingWindowFunction.settings"] = Decision.Refused,
        ["EvictingWindowFunction.trigger"] = Decision.Refused,
        ["EvictingWindowFunction.evictor"] = Decision.GoesOn,
        ["EvictingWindowFunction.function"] = Decision.Code,
        ["FoldedElements.aggregate"] = Decision.Code,
        ["FoldedElements.function"] = Decision.Code,

        // Changed numbers of the same trigger, and changed lengths of the same windows, where a window keeps its own start and end.
        ["Trigger.CountTrigger"] = Decision.GoesOn,
        ["Trigger.ContinuousEventTimeTrigger"] = Decision.GoesOn,
        ["Trigger.ContinuousProcessingTimeTrigger"] = Decision.GoesOn,
        ["Trigger.EventTimeTrigger"] = Decision.Code,
        ["Trigger.ProcessingTimeTrigger"] = Decision.Code,
        ["Trigger.EndOfStreamTrigger"] = Decision.Code,
        ["Windows.TumblingEventTimeWindows"] = Decision.GoesOn,
        ["Windows.SlidingEventTimeWindows"] = Decision.GoesOn,
        ["Windows.EventTimeSessionWindows"] = Decision.GoesOn,
        ["Windows.TumblingProcessingTimeWindows"] = Decision.GoesOn,
        ["Windows.SlidingProcessingTimeWindows"] = Decision.GoesOn,
        ["Windows.ProcessingTimeSessionWindows"] = Decision.GoesOn,
        ["Windows.GlobalWindows"] = Decision.Refused,
    };

    public static IReadOnlyList<ParameterCase> All { get; } = [.. Joins(), .. TimesToLive(), .. Windows(), .. Triggers()];

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static ParameterCase Refused(
        string parameter,
        Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> before,
        Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> after,
        params string[] values) => new(parameter, (l, r) => before(l, r).Uid("it"), (l, r) => after(l, r).Uid("it")) { Values = values };

    private static ParameterCase GoesOn(
        string parameter,
        Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> before,
        Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> after,
        Action<StreamHarness<Item, Item, string>> fill,
        Action<StreamHarness<Item, Item, string>> afterRestore,
        params string[] expected) => new(parameter, (l, r) => before(l, r).Uid("it"), (l, r) => after(l, r).Uid("it")) { Fill = fill, AfterRestore = afterRestore, Expected = expected };

    private static IEnumerable<ParameterCase> Joins()
    {
        yield return Refused("IntervalJoinFunction.bounds", Interval(0, 5), Interval(0, 10), "00:00:00.0050000", "00:00:00.0100000");
        yield return Refused("IntervalJoinFunction.bounds", Interval(0, 5), Interval(-1, 5), "00:00:00", "-00:00:00.0010000");
        yield return Refused("IntervalJoinFunction.kind", Interval(0, 5), Interval(0, 5, JoinKind.Left), "Inner", "Left");
        yield return Refused("RegularJoinFunction.kind", Tables(JoinKind.Inner, Ttl.Never), Tables(JoinKind.Full, Ttl.Never), "Inner", "Full");
        yield return Refused("TopNFunction.n", Top(2), Top(3), "2", "3");
        yield return Refused("TopNWithTiesFunction.n", WithTies(2), WithTies(3), "2", "3");
        yield return Refused("TableTopNFunction.n", TableTop(2, false), TableTop(3, false), "2", "3");
        yield return Refused("TableTopNFunction.withTies", TableTop(2, false), TableTop(2, true), "False", "True");
        yield return GoesOn(
            "TemporalJoinFunction.keepsUnmatched",
            Temporal(JoinKind.Inner),
            Temporal(JoinKind.Left),
            static h => h.Push1(new Item(1, 1, 1), 5),
            static h => h.AdvanceWatermark(5),
            "1/1=1 -");
        yield return GoesOn(
            "LookupJoinFunction.keepsUnmatched",
            Lookup(JoinKind.Inner),
            Lookup(JoinKind.Left),
            static h => h.Push2(new Item(1, 1, 1)),
            static h =>
            {
                h.Push1(new Item(1, 1, 7));
                h.Push1(new Item(1, 2, 7));
            },
            "1/1=7 1/1=1",
            "2/1=7 -");
        yield return GoesOn(
            "RecordJoinFunction.timeToLive",
            Records(Ttl.After(TimeSpan.FromMilliseconds(10))),
            Records(Ttl.After(TimeSpan.FromMilliseconds(20))),
            static h => h.Push1(new Item(1, 1, 1)),
            static h =>
            {
                h.AdvanceTime(TimeSpan.FromMilliseconds(15));
                h.Push2(new Item(1, 1, 2));
                h.AdvanceTime(TimeSpan.FromMilliseconds(5));
                h.Push2(new Item(1, 1, 3));
            },
            "1/1=1 1/1=2");
        yield return GoesOn(
            "RegularJoinFunction.timeToLive",
            Tables(JoinKind.Inner, Ttl.After(TimeSpan.FromMilliseconds(10))),
            Tables(JoinKind.Inner, Ttl.After(TimeSpan.FromMilliseconds(20))),
            static h => h.Push1(new Item(1, 1, 1)),
            static h =>
            {
                h.AdvanceTime(TimeSpan.FromMilliseconds(15));
                h.Push2(new Item(1, 1, 2));
                h.AdvanceTime(TimeSpan.FromMilliseconds(5));
                h.Push2(new Item(2, 1, 3));
            },
            "Insert 1/1=1 1/1=2");
    }

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> WithTies(int n) =>
        (l, r) => l.Union(r).KeyBy(i => i.Key).TopNWithTies(n, (a, b) => a.Value.CompareTo(b.Value)).Uid("top").Changes.Map(c => $"{c.Kind} {c.Value}");

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> TableTop(int n, bool withTies) => (l, r) =>
    {
        var groups = Item.Table(l.Union(r), static i => i.Id).GroupBy(i => i.Key);
        return withTies
            ? groups.TopNWithTies(n, (a, b) => a.Value.CompareTo(b.Value)).Uid("top").Changes.Map(c => $"{c}")
            : groups.TopN(n, (a, b) => a.Value.CompareTo(b.Value)).Uid("top").Changes.Map(c => $"{c}");
    };

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Interval(long lower, long upper, JoinKind kind = JoinKind.Inner) =>
        (l, r) => l.KeyBy(i => i.Key).IntervalJoin(r.KeyBy(i => i.Key)).Between(Ms(lower), Ms(upper)).Select((a, b) => $"{a} {b}", kind);

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Temporal(JoinKind kind) =>
        (l, r) => l.KeyBy(i => i.Key).TemporalJoin(r.KeyBy(i => i.Key), (a, b) => $"{a} {b?.ToString() ?? "-"}", kind);

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Lookup(JoinKind kind) =>
        (l, r) => l.LookupJoin(Item.Table(r, static i => i.Key), i => i.Key, (a, b) => $"{a} {b?.ToString() ?? "-"}", kind);

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Records(Ttl timeToLive) =>
        (l, r) => l.KeyBy(i => i.Key).Join(r.KeyBy(i => i.Key), (a, b) => $"{a} {b}", timeToLive);

    // The Uid belongs to the stateful operator, not to the one that turns its output into text.
    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Tables(JoinKind kind, Ttl timeToLive) => (l, r) => Item.Table(l, static i => i.Id)
        .Join(Item.Table(r, static i => i.Id), a => a.Key, b => b.Key, (a, b) => $"{a} {b}", timeToLive, kind).Uid("join").Changes.Map(c => $"{c.Kind} {c.Value}");

    private static Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Top(int n) =>
        (l, r) => l.Union(r).KeyBy(i => i.Key).TopN(n, (a, b) => a.Value.CompareTo(b.Value)).Uid("top").Changes.Map(c => $"{c.Kind} {c.Value}");
}
