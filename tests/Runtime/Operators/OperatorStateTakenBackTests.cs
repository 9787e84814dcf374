using Millrace.Testing;

namespace Millrace.Runtime.Tests.Operators;

/// <summary>What a function did to its broadcast and list state for a record before it threw, under <c>OnError</c>.</summary>
public sealed class OperatorStateTakenBackTests
{
    [Fact]
    public void Lists_of_a_function_are_as_if_the_record_had_never_come()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers) => numbers.Process(new Lists()).OnError(ErrorHandling.Skip));
        Check(n => stream.Push(n), stream.Output, () => stream.Restore(stream.Snapshot()));
    }

    [Fact]
    public void Broadcast_state_is_as_if_the_record_had_never_come()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers, DataStream<int> rules) =>
            numbers.Connect(rules.Broadcast()).Process(new Rules()).OnError(ErrorHandling.Skip));
        Check(n => stream.Push2(n), stream.Output, () => stream.Restore(stream.Snapshot()));
    }

    [Fact]
    public void Broadcast_state_beside_keyed_state_is_as_if_the_record_had_never_come()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers, DataStream<int> rules) =>
            numbers.KeyBy(static n => n).Connect(rules.Broadcast()).Process(new KeyedRules()).OnError(ErrorHandling.Skip));
        stream.Push1(7);
        Check(n => stream.Push2(n), stream.Output, () => stream.Restore(stream.Snapshot()));
    }

    // Each function emits what its state holds after each record.
    private static void Check(Action<int> push, TestOutput<string> output, Action restore)
    {
        push(1);
        push(2);
        push(-1);
        push(-3);
        push(4);
        restore();
        push(5);
        Assert.Equal(["1", "1 2", "1 2 4", "1 2 4 5"], output);
    }

    private static void ThrowWhereNegative(int value)
    {
        if (value < 0) throw new FormatException($"{value}");
    }

    private sealed class Lists : ProcessFunction<int, string>
    {
        private readonly OperatorListState<int> _own = new("own");
        private readonly OperatorUnionState<int> _all = new("all");

        public override void Process(int value, ProcessContext context, ICollector<string> output)
        {
            _own.Add(value);
            if (value < -1) _own.Clear();
            _all.Add(value);
            if (value < -1) _all.Clear();
            _all.Add(value);
            ThrowWhereNegative(value);
            Assert.Equal(_own.Entries.SelectMany(static n => new[] { n, n }), _all.Entries);
            output.Collect(string.Join(' ', _own.Entries));
        }
    }

    private sealed class Rules : BroadcastProcessFunction<int, int, string>
    {
        private readonly BroadcastState<int, string> _rules = new("rules");

        public override void Process(int value, ProcessContext context, ICollector<string> output) { }

        public override void ProcessBroadcast(int value, ProcessContext context, ICollector<string> output)
        {
            Change(_rules, value);
            output.Collect(string.Join(' ', _rules.Entries.Select(static e => e.Key)));
        }

        public static void Change(BroadcastState<int, string> rules, int value)
        {
            rules.Put(Math.Abs(value), $"{value}");
            if (value < 0) rules.Remove(2);
            if (value < -1) rules.Clear();
            if (value < -1) rules.Put(9, "nine");
            ThrowWhereNegative(value);
            Assert.All(rules.Entries, static e => Assert.Equal($"{e.Key}", e.Value));
        }
    }

    private sealed class KeyedRules : KeyedBroadcastProcessFunction<int, int, int, string>
    {
        private readonly BroadcastState<int, string> _rules = new("rules");
        private readonly ValueState<int> _last = new("last");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<string> output) => _last.Update(value);

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, string> context, ICollector<string> output)
        {
            context.VisitKeys(_last, (_, visited) => visited.Collect(string.Join(' ', _rules.Entries.Select(static e => e.Key))));
            Rules.Change(_rules, value);
        }
    }
}
