using CsCheck;
using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Ranking;

/// <summary>Rankings over tables, and shared ranks.</summary>
public sealed class GroupRankingTests
{
    /// <summary>A row that is put into a small table, or with a negative price deleted.</summary>
    private static readonly Gen<Row[]> s_rows = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1].Select(n => n == 0 ? "a" : "b"), Gen.Int[-2, 4], Gen.Int[0, 2], (id, group, price, note) => new Row(id, group, price, note)).Array[1, 30];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_ranking_of_a_table_follows_every_change(bool withTies) => Gen.Select(s_rows, Gen.Int[1, 4]).Sample(
        (rows, n) =>
        {
            using var harness = StreamHarness.Of<Row, Change<(string, int), Ranked<Row>>>(input => Ranking(Table(input), n, withTies).Changes);
            var (table, ranking, arrivals) = (new SortedDictionary<int, (Row Row, int At)>(), new SortedDictionary<(string, int), Ranked<Row>>(), 0);
            foreach (var row in rows)
            {
                harness.Push(row);
                var isThere = table.TryGetValue(row.Id, out var before);
                if (row.Price < 0) table.Remove(row.Id);
                else table[row.Id] = (row, isThere && before.Row.Group == row.Group && before.Row.Price == row.Price ? before.At : ++arrivals);
                Apply(ranking, harness.Output.Take());
                Assert.Equal(Expected(table.Values, n, withTies), ranking.Select(static e => (e.Key, e.Value)));
            }
        },
        iter: 300);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_ranking_of_a_table_is_right_under_every_variation(bool withTies) => s_rows.Sample(
        rows =>
        {
            // Rows of two keys have no order on their way to their group, so which of equal rows came first is not compared.
            var output = OperatorHarness.Check(
                new Script<Row>().Record(new Row(99, "x", -1, 0)).Records(rows),
                input => Ranking(Table(input), 2, withTies).Materialize().Map(static r => $"{r.Key} {r.Row.Rank} {r.Row.Row.Price}"),
                new HarnessOptions<string> { Ordered = false, OneOf = 60 });
            var last = rows.GroupBy(static r => r.Id).Select(static g => g.Last()).Where(static r => r.Price >= 0).Select(static (r, i) => (r, i));
            Assert.Equal(
                Expected(last, 2, withTies).Select(static e => $"{e.Item1} {e.Item2.Rank} {e.Item2.Row.Price}").Order(StringComparer.Ordinal),
                output.Values().Order(StringComparer.Ordinal));
        },
        iter: 8);

    [Fact]
    public void Equal_records_share_a_rank_and_take_as_many_places() => Gen.Select(s_rows, Gen.Int[1, 4]).Sample(
        (rows, n) =>
        {
            using var harness = StreamHarness.Of<Row, Change<(string, int), Ranked<Row>>>(
                input => input.KeyBy(static r => r.Group).TopNWithTies(n, static (a, b) => a.Price.CompareTo(b.Price)).Changes);
            var ranking = new SortedDictionary<(string, int), Ranked<Row>>();
            foreach (var (at, row) in rows.Index())
            {
                harness.Push(row);
                Apply(ranking, harness.Output.Take());
                Assert.Equal(Expected(rows.Take(at + 1).Select(static (r, i) => (r, i)), n, withTies: true), ranking.Select(static e => (e.Key, e.Value)));
            }
        },
        iter: 200);

    [Fact]
    public void Ties_are_right_under_every_variation() => OperatorHarness.Check(
        new Script<Row>().Records(new Row(1, "a", 3, 0), new Row(2, "a", 3, 1), new Row(3, "a", 1, 0), new Row(4, "b", 1, 0), new Row(5, "a", 3, 2), new Row(6, "a", 1, 1)),
        input => input.KeyBy(static r => r.Group).TopNWithTies(2, static (a, b) => a.Price.CompareTo(b.Price)).Changes.Map(static c => $"{c}"),
        new HarnessOptions<string> { KeyOf = static text => text.Contains("Key = (a", StringComparison.Ordinal) });

    [Fact]
    public void No_ranks_are_refused_where_they_are_defined()
    {
        var table = Assert.Throws<InvalidJobException>(() => StreamHarness.Of<Row, Change<(string, int), Ranked<Row>>>(input => Ranking(Table(input), 0, true).Changes));
        var stream = Assert.Throws<InvalidJobException>(() => StreamHarness.Of<Row, Change<(string, int), Ranked<Row>>>(input => input.KeyBy(r => r.Group).TopNWithTies(0, static (_, _) => 0).Changes));
        Assert.All([table, stream], e => Assert.Contains("GroupRankingTests.cs:", e.Message, StringComparison.Ordinal));
    }

    private static ChangelogStream<int, Row> Table(DataStream<Row> rows) => rows.KeyBy(static r => r.Id).KeepLast().Where(static r => r.Price >= 0);

    private static ChangelogStream<(string Group, int Place), Ranked<Row>> Ranking(ChangelogStream<int, Row> table, int n, bool withTies)
    {
        var groups = table.GroupBy(static r => r.Group);
        return withTies
            ? groups.TopNWithTies(n, static (a, b) => a.Price.CompareTo(b.Price))
            : groups.TopN(n, static (a, b) => a.Price.CompareTo(b.Price)).Select(static row => new Ranked<Row>(0, row));
    }

    private static void Apply(SortedDictionary<(string, int), Ranked<Row>> ranking, IEnumerable<Change<(string, int), Ranked<Row>>> changes)
    {
        foreach (var change in changes)
        {
            Assert.Equal(change.HasPrevious, ranking.TryGetValue(change.Key, out var before));
            if (change.HasPrevious) Assert.Equal(before, change.Previous);
            if (change.HasValue) ranking[change.Key] = change.Value;
            else ranking.Remove(change.Key);
        }
    }

    private static IEnumerable<((string, int), Ranked<Row>)> Expected(IEnumerable<(Row Row, int At)> rows, int n, bool withTies) => rows
        .GroupBy(static r => r.Row.Group).OrderBy(static g => g.Key, StringComparer.Ordinal).SelectMany(group =>
        {
            var ordered = group.OrderBy(static r => r.Row.Price).ThenBy(static r => r.At).Select(static r => r.Row).ToList();
            return withTies
                ? ordered.Select((r, i) => ((group.Key, i + 1), new Ranked<Row>(1 + ordered.Count(o => o.Price < r.Price), r))).Where(r => r.Item2.Rank <= n)
                : ordered.Take(n).Select((r, i) => ((group.Key, i + 1), new Ranked<Row>(0, r)));
        });

    public sealed record Row(int Id, string Group, int Price, int Note);
}
