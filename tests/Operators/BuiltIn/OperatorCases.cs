using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>
/// All functions of the built-in operators, each with several lifecycles. The cases' output grows only with their records, so that any
/// cost beyond that shows.
/// </summary>
internal static partial class OperatorCases
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    public static IReadOnlyDictionary<Type, OperatorCase[]> ByFunction { get; } = new Dictionary<Type, OperatorCase[]>(Windows())
    {
        [typeof(IntervalJoinFunction<,,,>)] =
        [
            Intervals("interval join of one side", JoinKind.Inner, static (h, n) => Times(n, i => h.Push1(At(i), i))) with { Sizes = Large },
            Intervals("interval join of many at one time", JoinKind.Full, static (h, n) => Times(n, i => h.Push1(At(i), i % 3))) with { Sizes = Large },
            Intervals("interval join whose partners are just too old", JoinKind.Inner, static (h, n) => Times(n, i =>
            {
                h.Push1(At(i), i);
                h.Push2(At(i), -1 - i);
            })),
            Intervals("outer interval join", JoinKind.Full, static (h, n) => Times(n, i =>
            {
                h.Push1(At(i), i);
                h.Push2(At(i), -1 - i);
                h.Push1(At(i), 1_000_000_000L + (i * 100_000_000L));
                h.Push2(At(i), 1_000_000_000L + (i * 100_000_000L));
            })),
        ],
        [typeof(TemporalJoinFunction<,,,,>)] =
        [
            OperatorCase.Of<long>(
                "temporal join",
                (left, versions) => left.KeyBy(l => l.Key).TemporalJoin(Item.Table(versions, static v => v.Key), (l, v) => l.Value + v!.Value),
                static (h, n) => Times(n, i =>
                {
                    h.Push1(At(i), i);
                    h.Push2(new Item(1, 1, i), i);
                }),
                static h =>
                {
                    h.AdvanceWatermark(1 << 30);
                    h.Push2(new Item(1, 1, -1, 1), (1 << 30) + 1);
                    h.EndInput();
                }) with
            { Sizes = Large },
        ],
        [typeof(RecordJoinFunction<,,,>)] =
        [
            OperatorCase.Of<long>(
                "join of all records",
                (left, right) => left.KeyBy(l => l.Key).Join(right.KeyBy(r => r.Key), (l, r) => l.Value + r.Value, Ttl.After(s_hour)),
                static (h, n) => Times(n, i => h.Push1(At(i))),
                static h => Expire(h, () => h.Push1(At(0)))) with { EntriesLeft = 3, Sizes = Large },
        ],
        [typeof(RegularJoinFunction<,,,,,>)] = [Tables(JoinKind.Inner) with { Sizes = Large }, Tables(JoinKind.Left), Tables(JoinKind.Full)],
        [typeof(CountFunction<,>)] = [Kept("count", (keyed, ttl) => keyed.Count(ttl).Map(c => c.Count))],
        [typeof(SumFunction<,,>)] = [Kept("sum", (keyed, ttl) => keyed.Sum(i => i.Value, ttl).Map(s => s.Sum))],
        [typeof(ReduceFunction<,>)] = [Kept("reduce", (keyed, ttl) => keyed.Reduce((a, b) => a with { Value = a.Value + b.Value }, ttl).Map(i => i.Value))],
        [typeof(RunningAggregateFunction<,,,>)] = [Kept("running aggregate", (keyed, ttl) => keyed.Aggregate(new SumOfRows(), ttl).Map(s => s.Result))],
        [typeof(FirstFunction<,>)] = [Kept("first record", (keyed, ttl) => keyed.KeepFirst(ttl).Map(i => i.Value))],
        [typeof(KeepFunction<,>)] = [Kept("last record", (keyed, ttl) => keyed.KeepLast(ttl).Changes.Map(c => c.Value!.Value))],
        [typeof(TopNFunction<,>)] =
        [
            Kept("top 3 of falling records", (keyed, ttl) => keyed.TopN(3, (a, b) => b.Value.CompareTo(a.Value), ttl).Changes.Map(c => c.Value!.Value)),
            Kept("top 3 of rising records", (keyed, ttl) => keyed.TopN(3, (a, b) => a.Value.CompareTo(b.Value), ttl).Changes.Map(c => c.Value!.Value)),
        ],
        [typeof(TopNWithTiesFunction<,>)] =
        [
            Kept("top 3 with ties of falling records", (keyed, ttl) => keyed.TopNWithTies(3, (a, b) => b.Value.CompareTo(a.Value), ttl).Changes.Map(c => c.Value.Rank + 0L)),
            Kept("top 1 with ties of equal records", (keyed, ttl) => keyed.TopNWithTies(1, (a, b) => 0, ttl).Changes.Map(c => c.Value.Rank + 0L)),
        ],
        [typeof(TableTopNFunction<,,,>)] =
        [
            TableTop("top 3 of a table that rises", 1),
            TableTop("top 3 of a table that falls", -1) with { Sizes = Large },
        ],
        [typeof(JoinChangeFunction<,,>)] = [],
        [typeof(GroupChangeFunction<,,>)] = [],
        [typeof(LookupJoinFunction<,,,>)] = [],
        [typeof(GroupAggregateFunction<,,,,>)] =
        [
            OperatorCase.Of<Change<int, (int, long)>>(
                "aggregate of a table",
                rows => Item.Table(rows, static r => r.Id).GroupBy(r => r.Key).Aggregate(new SumOfRows()).Changes,
                static (h, n) =>
                {
                    Times(n, i => h.Push(At(i)));
                    Times(n - 1, i => h.Push(At(i) with { Value = -1, Was = i }));
                },
                static h => h.Push(new Item(0, 1, -1, 1))) with { Sizes = Large },
        ],
        [typeof(MaterializeFunction<,>)] =
        [
            OperatorCase.Of<(int, Item)>(
                "materialized table", rows => Item.Table(rows, static r => r.Key).Materialize(), static (h, n) => Times(n, i => h.Push(new Item(i, i, i))), static h => h.EndInput()) with { Sizes = Large },
        ],
    };

    private static void Times(int n, Action<int> act)
    {
        for (var i = 0; i < n; i++) act(i);
    }

    private static Item At(int i) => new(i, 1, i);

    // Expired state is looked for while records come in.
    private static void Expire<TOut>(StreamHarness<TOut> harness, Action push)
    {
        for (var i = 0; i < 20; i++)
        {
            harness.AdvanceTime(s_hour);
            push();
        }
    }

    // Its state ends by time-to-live, in event time; records of other keys let the engine look for it.
    private static OperatorCase Kept(string name, Func<KeyedStream<int, Item>, Ttl, DataStream<long>> define) => OperatorCase.Of(
        name,
        items => define(items.KeyBy(i => i.Key), Ttl.After(s_hour).InEventTime()),
        static (h, n) => Times(n, i => h.Push(At(i), i)),
        static h =>
        {
            h.AdvanceWatermark(1 << 30);
            for (var i = 0; i < 20; i++) h.Push(new Item(1, 2, 1), (1 << 30) + 1);
            h.AdvanceWatermark(1L << 31);
            for (var i = 0; i < 20; i++) h.Push(new Item(1, 3, 1), (1L << 31) + 1);
            h.EndInput();
        })
        with
    { EntriesLeft = name.StartsWith("top", StringComparison.Ordinal) ? 0 : 1, Sizes = Large };

    private static OperatorCase TableTop(string name, int direction) => OperatorCase.Of(
        name,
        items => Item.Table(items, static i => i.Id).GroupBy(i => i.Key).TopN(3, (a, b) => a.Value.CompareTo(b.Value) * direction).Changes.Map(c => (long)c.Key.Rank),
        static (h, n) =>
        {
            Times(n, i => h.Push(At(i)));
            Times(n - 1, i => h.Push(At(i) with { Value = -1, Was = i }));
        },
        static h => h.Push(new Item(19, 1, -1, 19)));

    private static OperatorCase Intervals(string name, JoinKind kind, Action<StreamHarness<Item, Item, long>, int> fill) => OperatorCase.Of<long>(
        name,
        (left, right) => left.KeyBy(l => l.Key).IntervalJoin(right.KeyBy(r => r.Key)).Between(TimeSpan.Zero, s_hour).Select((l, r) => (l?.Value ?? 0) + (r?.Value ?? 0), kind),
        fill,
        static h => h.EndInput());

    private static OperatorCase Tables(JoinKind kind) => OperatorCase.Of<Change<JoinedKey<int, int, int>, long>>(
        $"{kind} join of tables",
        (left, right) => Item.Table(left, static l => l.Id).Join(Item.Table(right, static r => r.Id), l => l.Key, r => r.Key, (l, r) => (l?.Value ?? 0) + (r?.Value ?? 0), Ttl.Never, kind).Changes,
        static (h, n) =>
        {
            h.Push2(new Item(0, 1, 1));
            Times(n, i => h.Push1(At(i)));
            Times(n, i => h.Push1(At(i) with { Value = -1, Was = i }));
        },
        static h => h.Push2(new Item(0, 1, -1, 1)));

    private sealed class SumOfRows : RetractableAggregateFunction<Item, long, long>
    {
        public override long CreateAccumulator() => 0;

        public override long Add(long accumulator, Item value) => accumulator + value.Value;

        public override long Retract(long accumulator, Item value) => accumulator - value.Value;

        public override long GetResult(long accumulator) => accumulator;

        public override long Merge(long a, long b) => a + b;
    }
}
