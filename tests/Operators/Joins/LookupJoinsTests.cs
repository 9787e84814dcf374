using Millrace.Testing;

namespace Millrace.Operators.Tests.Joins;

public sealed class LookupJoinsTests
{
    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    public void A_record_finds_the_row_that_is_there_when_it_comes(JoinKind kind)
    {
        using var joined = Joined(kind);
        joined.Push1("a");
        joined.Push2(("a", 1));
        joined.Push1("a");
        joined.Push2(("a", 2));
        joined.Push2(("b", 3));
        joined.Restore(joined.Snapshot(), parallelism: 3);
        joined.Push1("a");
        joined.Push1("b");
        joined.Push2(("a", -1));
        joined.Push1("a");
        string[] unmatched = kind == JoinKind.Left ? ["a-"] : [];
        Assert.Equal([.. unmatched, "a1", "a2", "b3", .. unmatched], joined.Output);
    }

    [Theory]
    [InlineData(JoinKind.Right)]
    [InlineData(JoinKind.Full)]
    public void Rows_alone_give_no_results(JoinKind kind)
    {
        var refused = Assert.Throws<InvalidJobException>(() => Joined(kind));
        Assert.Contains($"LookupJoinsTests.cs:", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"is {kind}", refused.Message, StringComparison.Ordinal);
    }

    private static StreamHarness<string, (string Key, int Value), string> Joined(JoinKind kind) =>
        StreamHarness.Of<string, (string Key, int Value), string>((records, rows) => records.LookupJoin(
            rows.Map(r => ((string Key, int Value)?)r).KeyBy(r => r!.Value.Key).KeepLast().Where(r => r!.Value.Value >= 0), key => key, (key, row) => $"{key}{row?.Value.ToString() ?? "-"}", kind));
}
