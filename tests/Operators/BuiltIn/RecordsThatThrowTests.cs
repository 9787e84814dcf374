using CsCheck;
using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>A record for which the user's function throws is skipped entirely: what follows is as if it had never come.</summary>
public sealed class RecordsThatThrowTests
{
    private static readonly Gen<(Item Item, int Side, bool IsBad)[]> s_records = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 1], Gen.Long[0, 9], Gen.Int[0, 1], Gen.Int[0, 3],
        (id, key, value, side, bad) => (new Item(id, key, value), side, bad == 0)).Array[1, 16];

    private static readonly Ttl s_never = Ttl.Never;

    public static TheoryData<string> Names => [.. Streams.Keys];

    /// <summary>The operators, each with a check that throws for a bad record, called as late as the operator calls user code.</summary>
    private static Dictionary<string, Func<DataStream<Item>, DataStream<Item>, DataStream<string>>> Streams { get; } = new(StringComparer.Ordinal)
    {
        ["sum"] = (left, right) => Text(left.Union(right).KeyBy(i => i.Key).Sum(i => Check(i).Value).OnError(ErrorHandling.Skip)),
        ["reduce"] = (left, right) => Text(left.Union(right).KeyBy(i => i.Key).Reduce((a, b) => a with { Value = a.Value + Check(b).Value }).OnError(ErrorHandling.Skip)),
        ["aggregate"] = (left, right) => Text(left.Union(right).KeyBy(i => i.Key).Aggregate(new ThrowsLate()).OnError(ErrorHandling.Skip)),
        ["top-n"] = (left, right) => Text(left.Union(right).KeyBy(i => i.Key).TopN(2, Compare).OnError(ErrorHandling.Skip).Changes),
        ["keep-first"] = (left, right) => Text(left.Union(right).KeyBy(i => i.Key).KeepFirst(Compare).OnError(ErrorHandling.Skip).Changes),
        ["keep-last"] = (left, right) => Text(left.Union(right).KeyBy(i => i.Key).KeepLast(Compare).OnError(ErrorHandling.Skip).Changes),
        ["group-aggregate"] = (left, right) => Text(Rows(left.Union(right)).GroupBy(i => i.Key).Aggregate(new ThrowsLate()).OnError(ErrorHandling.Skip).Changes),
        ["join"] = (left, right) => Text(left.KeyBy(i => i.Key).Join(right.KeyBy(i => i.Key), Pair, s_never).OnError(ErrorHandling.Skip)),
        ["interval-join"] = (left, right) => Text(left.KeyBy(i => i.Key).IntervalJoin(right.KeyBy(i => i.Key))
            .Between(TimeSpan.FromMilliseconds(-5), TimeSpan.FromMilliseconds(5)).Select((l, r) => Pair(l!, r!), JoinKind.Inner).OnError(ErrorHandling.Skip)),
        ["table-join"] = (left, right) => Text(Rows(left).Join(Rows(right), l => l.Key, r => r.Key, Pair, s_never, JoinKind.Full).OnError(ErrorHandling.Skip).Changes),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_record_that_throws_began_is_undone(string name) => s_records.Sample(
        records =>
        {
            // Bad records that meet no record with which they throw are removed beforehand.
            var all = records.Select((r, at) => (Item: r.Item with { Id = at, Was = r.IsBad ? 1 : -1 }, r.Side)).ToList();
            all = [.. all.Where((r, at) => r.Item.Was < 0 || Throws(name, all[..at], r))];
            Assert.Equal(Run(name, all.Where(r => r.Item.Was < 0)), Run(name, all));
        },
        iter: 100);

    private static bool Throws(string name, List<(Item Item, int Side)> before, (Item Item, int Side) bad)
    {
        var met = before.Where(r => r.Item.Was < 0 && r.Item.Key == bad.Item.Key).ToList();
        var partners = met.Where(r => r.Side != bad.Side).ToList();
        return name switch
        {
            "sum" or "aggregate" or "group-aggregate" => true,
            "join" => partners.Exists(p => IsOdd(p.Item)),
            "interval-join" => partners.Exists(p => IsOdd(p.Item) && Math.Abs(p.Item.Value - bad.Item.Value) <= 5),
            "table-join" => partners.Count == 0 || partners.Exists(p => IsOdd(p.Item)),
            _ => met.Count > 0,
        };
    }

    private static List<string> Run(string name, IEnumerable<(Item Item, int Side)> records)
    {
        using var harness = StreamHarness.Of<Item, Item, string>(Streams[name]);
        foreach (var (item, side) in records)
        {
            if (side == 0) harness.Push1(item, item.Value);
            else harness.Push2(item, item.Value);
        }

        harness.EndInput();
        return [.. harness.Output];
    }

    private static ChangelogStream<int, Item> Rows(DataStream<Item> rows) => new(rows.Map(i => new Change<int, Item>(ChangeKind.Insert, i.Id, i, null)));

    private static DataStream<string> Text<T>(DataStream<T> stream) => stream.Map(t => $"{t}");

    private static Item Check(Item item) => item.Was < 0 ? item : throw new FormatException("bad");

    private static int Compare(Item a, Item b) => Check(a).Value.CompareTo(Check(b).Value);

    // Results with other partners were produced before.
    private static string Pair(Item? left, Item? right)
    {
        if (left is { Was: > 0 } && (right is null || IsOdd(right))) Check(left);
        if (right is { Was: > 0 } && (left is null || IsOdd(left))) Check(right);
        return $"{left} {right}";
    }

    private static bool IsOdd(Item item) => item.Id % 2 == 1;

    private sealed class ThrowsLate : RetractableAggregateFunction<Item, (long Sum, bool IsBad), long>
    {
        public override (long Sum, bool IsBad) CreateAccumulator() => default;

        public override (long Sum, bool IsBad) Add((long Sum, bool IsBad) accumulator, Item value) => (accumulator.Sum + value.Value, accumulator.IsBad || value.Was > 0);

        public override (long Sum, bool IsBad) Retract((long Sum, bool IsBad) accumulator, Item value) => (accumulator.Sum - value.Value, accumulator.IsBad);

        public override long GetResult((long Sum, bool IsBad) accumulator) => accumulator.IsBad ? throw new FormatException("bad") : accumulator.Sum;

        public override (long Sum, bool IsBad) Merge((long Sum, bool IsBad) a, (long Sum, bool IsBad) b) => (a.Sum + b.Sum, a.IsBad || b.IsBad);
    }
}
