using CsCheck;
using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Joins;

public sealed class TableJoinsTests
{
    /// <summary>A step puts a row into one of two small tables or, with a negative value, deletes it; or lets time pass.</summary>
    private static readonly Gen<Step[]> s_steps = Gen.Select(
        Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 1].Select(n => n == 0 ? "a" : "b"), Gen.Int[-3, 9], Gen.Int[0, 12].Select(n => n > 9 ? n : 0),
        (side, id, join, value, pause) => new Step(side, id, join, value, pause)).Array[1, 20];

    public static TheoryData<JoinKind> Kinds => [.. Enum.GetValues<JoinKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_join_of_tables_follows_every_change_of_either(JoinKind kind) => s_steps.Sample(
        steps =>
        {
            using var joined = Joined(kind, Ttl.Never);
            var table = new Table();
            var sides = new[] { new SortedDictionary<int, Step>(), new SortedDictionary<int, Step>() };
            foreach (var step in steps)
            {
                Push(joined, step);
                if (step.Value < 0) sides[step.Side].Remove(step.Id);
                else sides[step.Side][step.Id] = step;
                table.Apply(joined.Output.Take());
                Assert.Equal(Pairs(sides, kind).Order(StringComparer.Ordinal), table.Rows.Order(StringComparer.Ordinal));
            }
        },
        iter: 60);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Changes_fit_each_other_where_rows_expire(JoinKind kind) => s_steps.Sample(
        steps =>
        {
            using var joined = Joined(kind, Ttl.After(TimeSpan.FromSeconds(20)));
            var table = new Table { KnowsExpiry = true };
            foreach (var step in steps)
            {
                joined.AdvanceTime(TimeSpan.FromSeconds(step.Pause));
                Push(joined, step);
                table.Apply(joined.Output.Take());
            }
        },
        iter: 60);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_join_of_tables_is_right_under_every_variation(JoinKind kind) => s_steps.Sample(
        steps =>
        {
            var script = new Script<Step>().Record(new Step(0, 9, "x", -1, 0), input: 0).Record(new Step(1, 9, "y", -1, 0), input: 1);
            var sides = new[] { new SortedDictionary<int, Step>(), new SortedDictionary<int, Step>() };
            foreach (var step in steps)
            {
                script.Record(step, input: step.Side);
                if (step.Value < 0) sides[step.Side].Remove(step.Id);
                else sides[step.Side][step.Id] = step;
            }

            var rows = OperatorHarness.CheckAll(
                script,
                s => Join(Rows(s[0]), Rows(s[1]), kind, Ttl.Never).Materialize().Map(r => r.Row),
                new HarnessOptions<string> { Ordered = false, OneOf = 60 }).Values();
            Assert.Equal(Pairs(sides, kind).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        },
        iter: 5);

    /// <summary>Rows are found by the bytes of their join keys, whatever a user's Equals returns for them.</summary>
    [Fact]
    public void A_row_moves_where_the_bytes_of_its_join_value_change()
    {
        using var joined = StreamHarness.Of<Placed, Placed, Change<JoinedKey<Place, int, int>, string>>((left, right) =>
            left.KeyBy(l => l.Id).KeepLast().Join(right.KeyBy(r => r.Id).KeepLast(), l => l.Place!, r => r.Place!, (l, r) => $"{l!.Place} {r!.Place}", Ttl.Never).Changes);
        joined.Push2(new Placed(1, new Place("here", "old")));
        joined.Push2(new Placed(2, new Place("here", "new")));
        joined.Push1(new Placed(1, new Place("here", "old")));
        Assert.Equal([ChangeKind.Insert], joined.Output.Take().Select(c => c.Kind));
        joined.Push1(new Placed(1, new Place("here", "new")));
        Assert.Equal([ChangeKind.Delete, ChangeKind.Insert], joined.Output.Take().Select(c => c.Kind));
    }

    [Theory]
    [InlineData(JoinKind.Inner, "")]
    [InlineData(JoinKind.Left, "1- 2-")]
    [InlineData(JoinKind.Full, "-3 -4 1- 2-")]
    public void Null_is_equal_to_nothing(JoinKind kind, string expected)
    {
        using var joined = StreamHarness.Of<Placed, Placed, Change<JoinedKey<Place, int, int>, string>>((left, right) =>
            left.KeyBy(l => l.Id).KeepLast().Join(
                right.KeyBy(r => r.Id).KeepLast(), l => l.Place!, r => r.Place!, (l, r) => $"{l?.Id.ToString() ?? "-"}{r?.Id.ToString() ?? "-"}", Ttl.Never, kind).Changes);
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        joined.Push1(new Placed(1, null));
        joined.Push1(new Placed(2, new Place(null, "x")));
        joined.Push2(new Placed(3, null));
        joined.Push2(new Placed(4, new Place(null, "x")));
        joined.Push1(new Placed(1, null));
        foreach (var change in joined.Output)
        {
            if (change.HasValue) rows[change.Key.ToString()] = change.Value!;
            else rows.Remove(change.Key.ToString());
        }

        Assert.Equal(expected, string.Join(' ', rows.Values.Order(StringComparer.Ordinal)));
        // Rows that can have neither a partner nor a result are not kept.
        if (kind == JoinKind.Inner) Assert.Equal(4, joined.StateEntries);
        joined.Push1(new Placed(1, new Place("a", "b")));
        joined.Push2(new Placed(3, new Place("a", "b")));
        Assert.Contains("13", joined.Output.Take().Select(c => c.Value));
    }

    [Fact]
    public void All_records_of_a_key_are_paired_while_they_live()
    {
        using var joined = StreamHarness.Of<(string Key, int N), (string Key, int N), string>(
            (left, right) => left.KeyBy(l => l.Key).Join(right.KeyBy(r => r.Key), (l, r) => $"{l.Key}{l.N}{r.N}", Ttl.After(TimeSpan.FromSeconds(10))));
        joined.Push1(("a", 1));
        joined.Push1(("a", 2));
        joined.Push1(("b", 3));
        joined.Push2(("a", 4));
        Assert.Equal(["a14", "a24"], joined.Output.Take());
        joined.AdvanceTime(TimeSpan.FromSeconds(9));
        joined.Push1(("a", 5));
        Assert.Equal(["a54"], joined.Output.Take());
        joined.AdvanceTime(TimeSpan.FromSeconds(9));
        joined.Push2(("a", 6));
        Assert.Equal(["a56"], joined.Output.Take());
    }

    [Fact]
    public void A_join_with_neither_bound_nor_time_to_live_is_refused_where_it_is_defined()
    {
        var tables = Assert.Throws<InvalidJobException>(() => Joined(JoinKind.Inner, null!));
        var records = Assert.Throws<InvalidJobException>(() => StreamHarness.Of<int, int, int>((l, r) => l.KeyBy(n => n).Join(r.KeyBy(n => n), (a, b) => a + b, null!)));
        Assert.All([tables, records], static refused =>
        {
            Assert.Contains("neither a time bound nor a time-to-live", refused.Message, StringComparison.Ordinal);
            Assert.Contains("TableJoinsTests.cs:", refused.Message, StringComparison.Ordinal);
        });
    }

    private static StreamHarness<Step, Step, Change<JoinedKey<string, int, int>, string>> Joined(JoinKind kind, Ttl timeToLive) =>
        StreamHarness.Of<Step, Step, Change<JoinedKey<string, int, int>, string>>((left, right) => Join(Rows(left), Rows(right), kind, timeToLive).Changes);

    private static ChangelogStream<JoinedKey<string, int, int>, string> Join(
        ChangelogStream<int, Step> left, ChangelogStream<int, Step> right, JoinKind kind, Ttl timeToLive) =>
        left.Join(right, l => l.Join, r => r.Join, (l, r) => $"{l} {r}", timeToLive, kind);

    private static ChangelogStream<int, Step> Rows(DataStream<Step> steps) => steps.KeyBy(s => s.Id).KeepLast().Where(s => s.Value >= 0);

    private static void Push(StreamHarness<Step, Step, Change<JoinedKey<string, int, int>, string>> joined, Step step)
    {
        if (step.Side == 0) joined.Push1(step);
        else joined.Push2(step);
    }

    private static IEnumerable<string> Pairs(SortedDictionary<int, Step>[] sides, JoinKind kind)
    {
        var pairs = sides[0].Values.SelectMany(l => sides[1].Values.Where(r => r.Join == l.Join).Select(r => $"{l} {r}"));
        if (kind is JoinKind.Left or JoinKind.Full) pairs = pairs.Concat(sides[0].Values.Where(l => sides[1].Values.All(r => r.Join != l.Join)).Select(l => $"{l} "));
        if (kind is JoinKind.Right or JoinKind.Full) pairs = pairs.Concat(sides[1].Values.Where(r => sides[0].Values.All(l => l.Join != r.Join)).Select(r => $" {r}"));
        return pairs;
    }

    public sealed record Placed(int Id, Place? Place);

    /// <summary>Two places in one city are equal, according to its author.</summary>
    public sealed record Place(string? City, string Street)
    {
        public bool Equals(Place? other) => other?.City == City;

        public override int GetHashCode() => City?.Length ?? 0;
    }

    private sealed record Step(int Side, int Id, string Join, int Value, int Pause)
    {
        public override string ToString() => $"{Join}{Id}={Value}";
    }

    /// <summary>A table that applies changes, and refuses those that do not fit.</summary>
    private sealed class Table
    {
        private readonly Dictionary<JoinedKey<string, int, int>, string> _rows = [];

        public IEnumerable<string> Rows => _rows.Values;

        /// <summary>Whether a row may be inserted in place of an existing one, because the rows it was made from had expired.</summary>
        public bool KnowsExpiry { get; init; }

        public void Apply(IEnumerable<Change<JoinedKey<string, int, int>, string>> changes)
        {
            foreach (var change in changes)
            {
                var isThere = _rows.TryGetValue(change.Key, out var row);
                if (change.HasPrevious) Assert.Equal(change.Previous, row);
                else Assert.True(KnowsExpiry || !isThere, $"{change} where {row} is.");
                if (change.HasValue) _rows[change.Key] = change.Value;
                else _rows.Remove(change.Key);
            }
        }
    }
}
