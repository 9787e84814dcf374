using CsCheck;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Ranking;

public sealed class KeyedRankingTests
{
    private static readonly Gen<(string Key, int Price)[]> s_records =
        Gen.Select(Gen.Int[0, 1].Select(n => n == 0 ? "a" : "b"), Gen.Int[0, 9], (key, price) => (key, price)).Array[1, 12];

    [Fact]
    public void TopN_keeps_the_first_records_in_an_order_with_their_ranks() => Gen.Select(s_records, Gen.Int[1, 4]).Sample(
        (records, n) =>
        {
            var rows = Rows(records, keyed => keyed.TopN(n, (a, b) => b.Price.CompareTo(a.Price)).Materialize().Map(r => (r.Key.Key, r.Key.Rank, r.Row.Price)));
            var expected = records.GroupBy(r => r.Key).SelectMany(g => g.OrderByDescending(r => r.Price).Take(n).Select((r, i) => (g.Key, i + 1, r.Price)));
            Assert.Equal(expected.Order(), rows.Order());
        },
        iter: 20);

    [Fact]
    public void Changes_say_what_was_there_before()
    {
        var output = OperatorHarness.Check(
            new Script<(string Key, int Price)>().Records(("a", 5), ("a", 7), ("a", 6), ("a", 1)),
            records => records.KeyBy(r => r.Key).TopN(2, (a, b) => b.Price.CompareTo(a.Price)).Select(r => r.Price).Changes);
        Assert.Equal(
            [
                new(ChangeKind.Insert, ("a", 1), 5, 0),
                new(ChangeKind.Update, ("a", 1), 7, 5),
                new(ChangeKind.Insert, ("a", 2), 5, 0),
                new Change<(string Key, int Rank), int>(ChangeKind.Update, ("a", 2), 6, 5),
            ],
            output.Values());
    }

    [Fact]
    public void First_and_last_records_are_kept_by_arrival_or_by_an_order() => s_records.Sample(
        records =>
        {
            Assert.Equal(records.DistinctBy(r => r.Key).Order(), Rows(records, keyed => keyed.KeepFirst()).Order());
            Assert.Equal(records.Reverse().DistinctBy(r => r.Key).Order(), Rows(records, keyed => keyed.KeepLast().Materialize().Map(r => r.Row)).Order());
            Assert.Equal(
                records.GroupBy(r => r.Key).Select(g => g.MinBy(r => r.Price)).Order(),
                Rows(records, keyed => keyed.KeepFirst((a, b) => a.Price.CompareTo(b.Price)).Materialize().Map(r => r.Row)).Order());
            Assert.Equal(
                records.GroupBy(r => r.Key).Select(g => g.MaxBy(r => r.Price)).Order(),
                Rows(records, keyed => keyed.KeepLast((a, b) => a.Price.CompareTo(b.Price)).Materialize().Map(r => r.Row)).Order());
        },
        iter: 10);

    [Fact]
    public void No_ranks_are_refused_where_they_are_defined()
    {
        var refused = Assert.Throws<InvalidJobException>(() => Rows([("a", 1)], keyed => keyed.TopN(0, (_, _) => 0).Materialize().Map(r => r.Row)));
        Assert.Contains("KeyedRankingTests.cs:", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<TOut> Rows<TOut>((string Key, int Price)[] records, Func<KeyedStream<string, (string Key, int Price)>, DataStream<TOut>> define) =>
        OperatorHarness.Check(
            new Script<(string Key, int Price)>().Records(records),
            input => define(input.KeyBy(r => r.Key)),
            new HarnessOptions<TOut> { Ordered = false, OneOf = 40 }).Values();
}
