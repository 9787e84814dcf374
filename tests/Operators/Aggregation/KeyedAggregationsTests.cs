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

    [Fact]
    public void Sum_gives_the_running_sum_of_each_key()
    {
        var output = OperatorHarness.Check(
            new Script<(string Customer, decimal Price)>().Records(("a", 1.50m), ("b", 2m), ("a", -0.25m), ("a", 3m)),
            orders => orders.KeyBy(o => o.Customer).Sum(o => o.Price),
            new HarnessOptions<(string Key, decimal Sum)> { KeyOf = s => s.Key });
        Assert.Equal([("a", 1.50m), ("b", 2m), ("a", 1.25m), ("a", 4.25m)], output.Values());
    }

    [Fact]
    public void Aggregate_keeps_an_accumulator_of_its_own_type()
    {
        var output = OperatorHarness.Check(
            new Script<int>().Records(4, 11, 6, 14, 2),
            numbers => numbers.KeyBy(n => n > 9).Aggregate(new Average()),
            new HarnessOptions<(bool Key, double Result)> { KeyOf = a => a.Key ? "high" : "low" });
        Assert.Equal([(false, 4), (true, 11), (false, 5), (true, 12.5), (false, 4)], output.Values());
    }

    private sealed class Average : AggregateFunction<int, (long Sum, int Count), double>
    {
        public override (long Sum, int Count) CreateAccumulator() => (0, 0);

        public override (long Sum, int Count) Add((long Sum, int Count) accumulator, int value) => (accumulator.Sum + value, accumulator.Count + 1);

        public override double GetResult((long Sum, int Count) accumulator) => (double)accumulator.Sum / accumulator.Count;

        public override (long Sum, int Count) Merge((long Sum, int Count) a, (long Sum, int Count) b) => (a.Sum + b.Sum, a.Count + b.Count);
    }
}
