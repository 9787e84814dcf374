using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators.Functions;

/// <summary>Stages and partitionings under the adversarial harness.</summary>
public sealed class StatelessOperatorTests
{
    private static readonly Script<int> Numbers = new Script<int>().Record(1, 10).Record(2, 20).Watermark(15).Record(3, 30).Record(4, 40).Record(5, 50).Watermark(50).Record(6, 60);

    [Fact]
    public void Map() => Assert.Equal([2, 4, 6, 8, 10, 12], OperatorHarness.Check(Numbers, n => n.Map(i => i * 2)).Values());

    [Fact]
    public void Filter() => Assert.Equal([1, 3, 5], OperatorHarness.Check(Numbers, n => n.Filter(i => i % 2 == 1)).Values());

    [Fact]
    public void Flat_map_by_enumeration()
    {
        var output = OperatorHarness.Check(Numbers, n => n.FlatMap(i => Enumerable.Repeat(i, i % 4)).Map(i => i * 10));
        Assert.Equal([10, 20, 20, 30, 30, 30, 50, 60, 60], output.Values());
        Assert.Equal([10, 20, 20, 30, 30, 30, 50, 60, 60], output.Select(e => e.Timestamp));
    }

    [Fact]
    public void Flat_map_by_collecting()
    {
        var output = OperatorHarness.Check(Numbers, n => n.FlatMap<string>((i, results) =>
        {
            for (var at = 0; at < i % 4; at++) results.Collect($"{i}", at);
        }));
        Assert.Equal(["1", "2", "2", "3", "3", "3", "5", "6", "6"], output.Values());
        Assert.Equal([0, 0, 1, 0, 1, 2, 0, 0, 1], output.Select(e => e.Timestamp));
    }

    [Fact]
    public void A_long_run_of_both_kinds_of_flat_map_around_a_process_function()
    {
        var output = OperatorHarness.Check(Numbers, n => n
            .FlatMap(i => Enumerable.Range(0, i % 3))
            .Process(new Twice())
            .FlatMap<int>((i, results) => { results.Collect(i); results.Collect(-i); })
            .Filter(i => i != 0)
            .FlatMap(i => new[] { i, i }));
        Assert.Equal([1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1], output.Values());
    }

    [Fact]
    public void Process_without_a_key()
    {
        var output = OperatorHarness.Check(Numbers, n => n.Process(new Twice()));
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6], output.Values());
    }

    [Fact]
    public void Process_sees_the_watermark()
    {
        var output = OperatorHarness.Check(Numbers, n => n.Process(new WatermarkOf()));
        Assert.Equal([long.MinValue, long.MinValue, 15, 15, 15, 50], output.Values());
    }

    [Fact]
    public void Union_has_the_records_of_all_inputs()
    {
        var script = new Script<int>().Record(1, 1).Record(2, 2, input: 1).Record(3, 3, input: 2).Watermark(2).Record(4, 4, input: 1).Record(5, 5).Record(6, 6, input: 2);
        var output = OperatorHarness.CheckAll(script, inputs => inputs[0].Union(inputs[1], inputs[2]).Map(n => n * 10), new HarnessOptions<int> { Ordered = false });
        Assert.Equal([10, 20, 30, 40, 50, 60], output.Values().Order());
    }

    [Fact]
    public void Rebalance_loses_and_repeats_nothing()
    {
        var output = OperatorHarness.Check(
            Numbers, n => n.Map(i => i).Parallelism(2).Rebalance().Map(i => -i).Parallelism(3), new HarnessOptions<int> { Ordered = false });
        Assert.Equal([-6, -5, -4, -3, -2, -1], output.Values().Order());
    }

    [Fact]
    public void Broadcast_gives_every_record_to_each_subtask()
    {
        var output = OperatorHarness.Check(Numbers, n => n.Map(i => i).Broadcast().Map(i => -i).Parallelism(3), new HarnessOptions<int> { Ordered = false });
        Assert.Equal([-6, -6, -6, -5, -5, -5, -4, -4, -4, -3, -3, -3, -2, -2, -2, -1, -1, -1], output.Values().Order());
    }

    [Fact]
    public void A_stream_with_two_consumers_gives_every_record_to_both()
    {
        var output = OperatorHarness.Check(
            Numbers,
            n =>
            {
                var common = n.Map(i => i);
                return common.Map(i => i * 10).Union(common.FlatMap(i => Enumerable.Repeat(-i, 2)));
            },
            new HarnessOptions<int> { Ordered = false });
        Assert.Equal(18, output.Count);
    }

    private sealed class Twice : ProcessFunction<int, int>
    {
        public override void Process(int value, ProcessContext context, ICollector<int> output)
        {
            output.Collect(value);
            output.Collect(value);
        }
    }

    private sealed class WatermarkOf : ProcessFunction<int, long>
    {
        public override void Process(int value, ProcessContext context, ICollector<long> output) => output.Collect(context.CurrentWatermark);
    }
}
