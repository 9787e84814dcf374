using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Aggregation;

public sealed class KeyedAggregationsTests
{
    [Fact]
    public void Count_gives_the_running_count_of_each_key()
    {
        var output = OperatorHarness.Check(
            new Script<string>().Records("to", "be", "or", "not", "to", "be"),
            words => words.KeyBy(w => w).Count(),
            new HarnessOptions<(string Key, long Count)> { KeyOf = c => c.Key });
        Assert.Equal([("to", 1), ("be", 1), ("or", 1), ("not", 1), ("to", 2), ("be", 2)], output.Values());
    }

    [Fact]
    public void Reduce_brings_the_records_of_a_key_together_in_their_order()
    {
        var output = OperatorHarness.Check(
            new Script<(int Key, string Text)>().Record((1, "a"), 5).Record((2, "x"), 6).Record((1, "b"), 7).Record((1, "c"), 3),
            records => records.KeyBy(r => r.Key).Reduce((sum, r) => (sum.Key, sum.Text + r.Text)),
            new HarnessOptions<(int Key, string Text)> { KeyOf = r => r.Key });
        Assert.Equal([((1, "a"), 5L), ((2, "x"), 6), ((1, "ab"), 7), ((1, "abc"), 3)], output.Select(e => (e.Value, e.Timestamp)));
    }
}
