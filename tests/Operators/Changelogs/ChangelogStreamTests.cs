using CsCheck;
using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Changelogs;

public sealed class ChangelogStreamTests
{
    private static readonly Gen<(int Id, string Group, int Value)[]> s_records =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2].Select(n => $"g{n}"), Gen.Int[0, 9], (id, group, value) => (id, group, value)).Array[1, 14];

    [Fact]
    public void Aggregates_of_groups_follow_rows_that_change_and_move() => s_records.Sample(
        records =>
        {
            var sums = Rows(records, table => table.GroupBy(r => r.Group).Aggregate(new Sum()).Materialize().Map(r => r.Row));
            var last = records.Reverse().DistinctBy(r => r.Id);
            Assert.Equal(last.GroupBy(r => r.Group).Select(g => (g.Key, g.Sum(r => r.Value))).Order(), sums.Order());
        },
        iter: 20);

    [Fact]
    public void Where_inserts_and_deletes_what_comes_and_goes() => s_records.Sample(
        records =>
        {
            var rows = Rows(records, table => table.Where(r => r.Value > 4).Select(r => (r.Id, r.Value)).Materialize().Map(r => r.Row));
            Assert.Equal(records.Reverse().DistinctBy(r => r.Id).Where(r => r.Value > 4).Select(r => (r.Id, r.Value)).Order(), rows.Order());
        },
        iter: 20);

    [Fact]
    public void A_group_without_rows_has_no_result()
    {
        var output = OperatorHarness.Check(
            new Script<(int Id, string Group, int Value)>().Records((1, "a", 5), (1, "b", 6)),
            records => records.KeyBy(r => r.Id).KeepLast().GroupBy(r => r.Group).Aggregate(new Sum()).Changes,
            new HarnessOptions<Change<string, (string Group, int Result)>> { KeyOf = c => c.Key });
        Assert.Equal(
            [new(ChangeKind.Insert, "a", ("a", 5), default), new(ChangeKind.Delete, "a", default, ("a", 5))],
            output.Values().Where(c => c.Key == "a"));
        Assert.Equal([new(ChangeKind.Insert, "b", ("b", 6), default)], output.Values().Where(c => c.Key == "b"));
    }

    [Fact]
    public void A_sink_of_upserts_has_the_table_through_crashes_and_rescales()
    {
        var (source, sink) = (new TestSource<(int Id, int Value)>(splits: 2), new TestSink<Upsert<int, int>>());
        using var job = new JobHarness(env => env.FromSource(source).KeyBy(r => r.Id).KeepLast().Where(r => r.Value % 3 > 0).Select(r => r.Value).UpsertTo(sink));
        for (var round = 1; round <= 6; round++)
        {
            for (var id = 0; id < 20; id++) source.Push((id, (round * 7) + id), split: id % 2);
            job.CompleteCheckpoint();
            if (round % 3 == 1) job.Rescale(1 + (round % 4));
            else job.Crash();
        }

        source.End();
        job.RunToEnd();
        var table = new SortedDictionary<int, int>();
        foreach (var upsert in sink.Visible)
        {
            if (upsert.HasRow) table[upsert.Key] = upsert.Row;
            else Assert.True(table.Remove(upsert.Key));
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(id => KeyValuePair.Create(id, 42 + id)).Where(r => r.Value % 3 > 0), table);
    }

    private static IEnumerable<TOut> Rows<TOut>(
        (int Id, string Group, int Value)[] records, Func<ChangelogStream<int, (int Id, string Group, int Value)>, DataStream<TOut>> define) =>
        OperatorHarness.Check(
            new Script<(int Id, string Group, int Value)>().Records(records),
            input => define(input.KeyBy(r => r.Id).KeepLast()),
            new HarnessOptions<TOut> { Ordered = false, OneOf = 40 }).Values();

    private sealed class Sum : RetractableAggregateFunction<(int Id, string Group, int Value), int, int>
    {
        public override int CreateAccumulator() => 0;

        public override int Add(int accumulator, (int Id, string Group, int Value) value) => accumulator + value.Value;

        public override int Retract(int accumulator, (int Id, string Group, int Value) value) => accumulator - value.Value;

        public override int GetResult(int accumulator) => accumulator;

        public override int Merge(int a, int b) => a + b;
    }
}
