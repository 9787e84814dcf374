using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators;

/// <summary>The harness finds the faults that it exists to find.</summary>
public sealed class OperatorHarnessTests
{
    [Fact]
    public void It_finds_what_a_function_keeps_outside_its_state() =>
        Finds("restored", s => s.KeyBy(r => r.Key).Process(new CountsInAField()));

    [Fact]
    public void It_finds_an_emitted_object_that_is_changed() =>
        Finds("Emitted record", s => s.KeyBy(r => r.Key).Process(new EmitsOneObject()));

    [Fact]
    public void It_finds_a_received_object_that_is_changed() => Finds("Input record", s => s.Map(r =>
    {
        r.Number++;
        return r.Number;
    }));

    [Fact]
    public void It_finds_what_depends_on_how_records_are_cut_into_batches()
    {
        var calls = 0;
        Finds("instead of", s => s.Map(_ => calls++));
    }

    private static void Finds<TOut>(string what, Func<DataStream<Item>, DataStream<TOut>> define)
    {
        var script = new Script<Item>().Record(new Item { Key = 1 }).Record(new Item { Key = 1 }).Record(new Item { Key = 2 });
        var problem = Assert.Throws<HarnessException>(() => OperatorHarness.Check(script, define));
        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
    }

    internal sealed class Item
    {
        public int Key { get; set; }

        public int Number { get; set; }
    }

    private sealed class CountsInAField : KeyedProcessFunction<int, Item, long>
    {
        private long _count;

        public override void Process(Item value, KeyedProcessContext<int> context, ICollector<long> output) => output.Collect(++_count);
    }

    private sealed class EmitsOneObject : KeyedProcessFunction<int, Item, Item>
    {
        private readonly Item _result = new();

        public override void Process(Item value, KeyedProcessContext<int> context, ICollector<Item> output)
        {
            _result.Number += value.Key;
            output.Collect(_result);
        }
    }
}
