using System.Globalization;
using CsCheck;
using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Joins;

public sealed class KeyedJoinsTests
{
    private static readonly Gen<Entry[]> s_entries =
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1].Select(n => n == 0 ? "a" : "b"), Gen.Long[-20, 20], (side, key, time) => new Entry(side, key, time)).Array[1, 12];

    [Fact]
    public void Interval_joins_pair_all_that_are_close() => Gen.Select(s_entries, Gen.Long[-9, 9], Gen.Long[0, 9]).Sample(
        (entries, lower, length) =>
        {
            var rows = Check(entries, (left, right) => left.IntervalJoin(right).Between(Ms(lower), Ms(lower + length)).Select((l, r) => $"{l} {r}"));
            var expected = Pairs(entries).Where(p => p.Right.Time - p.Left.Time >= lower && p.Right.Time - p.Left.Time <= lower + length);
            Assert.Equal(expected.Select(p => $"{p.Left} {p.Right}").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        },
        iter: 20);

    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    [InlineData(JoinKind.Right)]
    [InlineData(JoinKind.Full)]
    public void Outer_interval_joins_give_records_without_a_partner_a_result(JoinKind kind) => Gen.Select(s_entries, Gen.Long[-9, 9], Gen.Long[0, 9]).Sample(
        (entries, lower, length) =>
        {
            var rows = Check(
                entries,
                (left, right) => left.IntervalJoin(right).Between(Ms(lower), Ms(lower + length)).Select((l, r) => $"{l?.ToString() ?? "-"} {r?.ToString() ?? "-"}", kind));
            var pairs = Pairs(entries).Where(p => p.Right.Time - p.Left.Time >= lower && p.Right.Time - p.Left.Time <= lower + length).ToList();
            var left = entries.Where(e => e.Side == 0 && !pairs.Exists(p => ReferenceEquals(p.Left, e))).Select(e => $"{e} -");
            var right = entries.Where(e => e.Side == 1 && !pairs.Exists(p => ReferenceEquals(p.Right, e))).Select(e => $"- {e}");
            var expected = pairs.Select(p => $"{p.Left} {p.Right}")
                .Concat(kind is JoinKind.Left or JoinKind.Full ? left : [])
                .Concat(kind is JoinKind.Right or JoinKind.Full ? right : []);
            Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        },
        iter: 10);

    [Fact]
    public void A_record_that_may_still_have_a_partner_waits_and_its_result_is_not_late()
    {
        using var joined = StreamHarness.Of<long, long, string>((l, r) =>
            Nullable(l).IntervalJoin(Nullable(r)).Between(Ms(0), Ms(5)).Select((a, b) => $"{a?.ToString() ?? "-"} {b?.ToString() ?? "-"}", JoinKind.Full));
        joined.Push1(10, 10);
        joined.Push2(12, 12);
        joined.Push1(20, 20);
        joined.Push2(30, 30);
        joined.AdvanceWatermark(24);
        Assert.Equal(["10 12"], joined.Output.Take());
        joined.AdvanceWatermark(25);
        Assert.Equal([("20 -", 25L)], joined.Output.WithTimestamps);
        joined.AdvanceWatermark(30);
        Assert.Equal(("- 30", 30L), joined.Output.WithTimestamps[1]);
    }

    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    public void Temporal_joins_follow_the_deletes_of_a_table(JoinKind kind) => Gen.Select(s_entries, Gen.Int[2, 4]).Sample(
        (entries, one) =>
        {
            // One in this many versions is a delete.
            var unique = entries.DistinctBy(e => (e.Side, e.Key, e.Time)).ToArray();
            bool IsDelete(Entry e) => e.Side == 1 && e.Time % one == 0;
            var rows = Check(
                unique,
                (left, right) => left.TemporalJoin(
                    new ChangelogStream<string, Entry>(right.Records.Map(e => IsDelete(e)
                        ? new Change<string, Entry>(ChangeKind.Delete, e.Key, null, e)
                        : new Change<string, Entry>(ChangeKind.Insert, e.Key, e, null))),
                    (l, r) => $"{l} {r?.ToString() ?? "-"}",
                    kind));
            var expected = unique.Where(e => e.Side == 0)
                .Select(l => (Left: l, Right: unique.Where(r => r.Side == 1 && r.Key == l.Key && r.Time <= l.Time).MaxBy(r => r.Time)))
                .Select(p => p.Right is { } right && IsDelete(right) ? p with { Right = null } : p)
                .Where(p => kind == JoinKind.Left || p.Right is not null)
                .Select(p => $"{p.Left} {p.Right?.ToString() ?? "-"}");
            Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        },
        iter: 12);

    [Fact]
    public void Late_records_of_a_temporal_join_go_to_a_side_output_and_late_versions_count_from_then_on()
    {
        var late = new OutputTag<long>("late");
        using var joined = StreamHarness.Of<long, long, string>((l, v) =>
            l.KeyBy(_ => 1).TemporalJoin(Nullable(v), (a, b) => $"{a} {b}", JoinKind.Left, late));
        joined.Push2(100, 1);
        joined.AdvanceWatermark(10);
        joined.Push1(10, 10);
        joined.Push2(200, 5);
        joined.Push2(300, 0);
        joined.Push1(11, 11);
        joined.AdvanceWatermark(20);
        Assert.Equal([10L], joined.SideOutput(late));
        Assert.Equal(["11 200"], joined.Output);
        Assert.Equal(0, joined.LateRecords);
    }

    [Fact]
    public void A_late_version_does_not_bring_back_a_row_that_was_deleted_after_it()
    {
        const long Day = 24 * 3_600_000;
        using var joined = StreamHarness.Of<long, (bool IsDelete, long Price), string>((l, v) => l.KeyBy(_ => 1).TemporalJoin(
            new ChangelogStream<int, long?>(v.Map(c => c.IsDelete
                ? new Change<int, long?>(ChangeKind.Delete, 1, null, c.Price)
                : new Change<int, long?>(ChangeKind.Insert, 1, c.Price, null))),
            (a, b) => $"{a} {b?.ToString(CultureInfo.InvariantCulture) ?? "-"}",
            JoinKind.Left));
        joined.Push2((false, 100), 10);
        joined.Push2((true, 100), 20);
        joined.AdvanceWatermark(25);
        joined.Push2((false, 200), 15);
        joined.Push1(30, 30);
        joined.AdvanceWatermark(30);
        Assert.Equal(["30 -"], joined.Output.Take());
        joined.Restore(joined.Snapshot(), parallelism: 2);
        joined.Push2((false, 300), 21);
        joined.Push1(31, 31);
        joined.Push2((true, 300), 40);
        joined.AdvanceWatermark(40);
        Assert.Equal(["31 300"], joined.Output.Take());
        joined.AdvanceWatermark(39 + Day);
        joined.Push2((false, 400), 39);
        joined.Push1(Day + 40, Day + 40);
        joined.AdvanceWatermark(40 + Day);
        Assert.Equal([$"{Day + 40} -"], joined.Output.Take());
        Assert.Equal((0L, 0L), (joined.StateEntries, joined.PendingTimers));
    }

    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    [InlineData(JoinKind.Right)]
    [InlineData(JoinKind.Full)]
    public void Window_joins_pair_what_lies_in_one_window(JoinKind kind) => s_entries.Sample(
        entries =>
        {
            var rows = Check(
                entries,
                (left, right) => left.WindowJoin(right).Window(TumblingEventTimeWindows.Of(Ms(10))).Select((l, r) => $"{l?.ToString() ?? "-"} {r?.ToString() ?? "-"}", kind));
            Assert.Equal(Windowed(entries, kind).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        },
        iter: 8);

    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    public void Temporal_joins_take_the_version_that_was_valid(JoinKind kind) => s_entries.Sample(
        entries =>
        {
            // One version per key and time, as in a table.
            var unique = entries.DistinctBy(e => (e.Side, e.Key, e.Time)).ToArray();
            var rows = Check(unique, (left, right) => left.TemporalJoin(right, (l, r) => $"{l} {r?.ToString() ?? "-"}", kind));
            var expected = unique.Where(e => e.Side == 0)
                .Select(l => (Left: l, Right: unique.Where(r => r.Side == 1 && r.Key == l.Key && r.Time <= l.Time).MaxBy(r => r.Time)))
                .Where(p => kind == JoinKind.Left || p.Right is not null)
                .Select(p => $"{p.Left} {p.Right?.ToString() ?? "-"}");
            Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        },
        iter: 12);

    [Fact]
    public void Impossible_joins_are_refused_where_they_are_defined()
    {
        var crossed = Assert.Throws<InvalidJobException>(() => Check([], (left, right) => left.IntervalJoin(right).Between(Ms(2), Ms(1)).Select((_, _) => "")));
        var empty = Assert.Throws<InvalidJobException>(() => Check([], (left, right) => left.IntervalJoin(right).Between(Ms(1), Ms(1)).LowerBoundExclusive().Select((_, _) => "")));
        var outer = Assert.Throws<InvalidJobException>(() => Check([], (left, right) => left.TemporalJoin(right, (_, _) => "", JoinKind.Full)));
        Assert.All([crossed, empty, outer], e => Assert.Contains("KeyedJoinsTests.cs:", e.Message, StringComparison.Ordinal));
    }

    private static KeyedStream<int, long?> Nullable(DataStream<long> numbers) => numbers.Map(n => (long?)n).KeyBy(_ => 1);

    private static IEnumerable<(Entry Left, Entry Right)> Pairs(Entry[] entries) =>
        from left in entries where left.Side == 0 from right in entries where right.Side == 1 && right.Key == left.Key select (left, right);

    private static IEnumerable<string> Windowed(Entry[] entries, JoinKind kind)
    {
        foreach (var window in entries.GroupBy(e => (e.Key, (e.Time + 100) / 10)))
        {
            var (left, right) = (window.Where(e => e.Side == 0).ToList(), window.Where(e => e.Side == 1).ToList());
            foreach (var pair in left.SelectMany(l => right.Select(r => $"{l} {r}"))) yield return pair;
            if (right.Count == 0 && kind is JoinKind.Left or JoinKind.Full)
                foreach (var l in left) yield return $"{l} -";
            if (left.Count == 0 && kind is JoinKind.Right or JoinKind.Full)
                foreach (var r in right) yield return $"- {r}";
        }
    }

    private static IEnumerable<string> Check(Entry[] entries, Func<KeyedStream<string, Entry>, KeyedStream<string, Entry>, DataStream<string>> define)
    {
        var script = new Script<Entry>().Record(new Entry(0, "none", -30), -30, 0).Record(new Entry(1, "nobody", -30), -30, 1);
        foreach (var entry in entries) script.Record(entry, entry.Time, entry.Side);
        return OperatorHarness.CheckAll(
            script, s => define(s[0].KeyBy(e => e.Key), s[1].KeyBy(e => e.Key)), new HarnessOptions<string> { Ordered = false, OneOf = 40 })
            .Values().Where(row => !row.Contains("no", StringComparison.Ordinal));
    }

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed record Entry(int Side, string Key, long Time)
    {
        public override string ToString() => $"{Key}{Time}";
    }
}
