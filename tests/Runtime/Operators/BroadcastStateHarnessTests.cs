using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators;

/// <summary>Broadcast state through restores and rescales. Watermarks divide the script, because two inputs have no common order.</summary>
public sealed class BroadcastStateHarnessTests
{
    private const int Rule = 1;

    [Fact]
    public void Rules_reach_every_subtask_and_come_through_restores_and_rescales()
    {
        var script = new Script<string>().Record("b=2", 1, Rule).Record("a=1", 2, Rule).Watermark(5);
        foreach (var n in Enumerable.Range(0, 6)) script.Record($"x{n}", 10);
        script.Watermark(15).Record("a=", 20, Rule).Record("c=3", 21, Rule).Watermark(25);
        foreach (var n in Enumerable.Range(0, 6)) script.Record($"y{n}", 30);
        var output = OperatorHarness.CheckAll<string, string>(script, inputs => inputs[0].Connect(inputs[Rule].Broadcast()).Process(new Apply()));
        var expected = Enumerable.Range(0, 6).SelectMany(n => new[] { $"x{n} a=1 b=2", $"y{n} b=2 c=3" });
        Assert.Equal(expected.Order(StringComparer.Ordinal), output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_keyed_function_has_state_timers_and_rules()
    {
        var script = new Script<string>();
        foreach (var n in Enumerable.Range(0, 8)) script.Record($"k{n % 4}", n).Record($"{(char)('a' + (n % 3))}={n}", n, Rule);
        var output = OperatorHarness.CheckAll<string, string>(
            script.Watermark(50).Record("a=", 60, Rule).Watermark(150).Record("k0", 160),
            inputs => inputs[0].KeyBy(r => r).Connect(inputs[Rule].Broadcast()).Process(new CountAndApply()),
            new HarnessOptions<string> { KeyOf = line => line[..2] });
        Assert.Equal(
            ["k0 2 b=7 c=5", "k0 3 b=7 c=5", "k1 2 b=7 c=5", "k2 2 b=7 c=5", "k3 2 b=7 c=5"], output.Values().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("put", "outside ProcessBroadcast")]
    [InlineData("timer", "outside ProcessBroadcast")]
    [InlineData("state", "where there is no current key, such as in Open or ProcessBroadcast")]
    [InlineData("open", "where there is no current key, such as in Open or ProcessBroadcast")]
    public void What_would_make_copies_diverge_or_has_no_key_is_refused(string where, string expected)
    {
        var script = new Script<string>().Record("k1", 1).Watermark(5).Record("rule", 6, Rule);
        var refused = Assert.Throws<InvalidOperationException>(() =>
            OperatorHarness.CheckAll<string, string>(script, inputs => inputs[0].KeyBy(r => r).Connect(inputs[Rule].Broadcast()).Process(new Offend(where))));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static void Change(BroadcastState<string, string> rules, string rule)
    {
        var (name, value) = (rule[..1], rule[2..]);
        if (value.Length == 0) rules.Remove(name);
        else rules.Put(name, value);
    }

    private static string Text(BroadcastState<string, string> rules) => string.Join(' ', rules.Entries.Select(r => $"{r.Key}={r.Value}"));

    private sealed class Apply : BroadcastProcessFunction<string, string, string>
    {
        private readonly BroadcastState<string, string> _rules = new("rules");

        public override void Process(string value, ProcessContext context, ICollector<string> output) => output.Collect($"{value} {Text(_rules)}");

        public override void ProcessBroadcast(string value, ProcessContext context, ICollector<string> output) => Change(_rules, value);
    }

    private sealed class CountAndApply : KeyedBroadcastProcessFunction<string, string, string, string>
    {
        private readonly BroadcastState<string, string> _rules = new("rules");
        private readonly ValueState<int> _count = new("count");

        public override void Process(string value, KeyedProcessContext<string> context, ICollector<string> output)
        {
            _count.Update(_count.Value + 1);
            context.Timers.RegisterEventTimeTimer(context.Timestamp < 100 ? 100 : 200);
        }

        public override void ProcessBroadcast(string value, KeyedBroadcastContext<string, string> context, ICollector<string> output) => Change(_rules, value);

        public override void OnTimer(OnTimerContext<string> context, ICollector<string> output) =>
            output.Collect($"{context.Key} {_count.Value} {Text(_rules)}");
    }

    private sealed class Offend(string where) : KeyedBroadcastProcessFunction<string, string, string, string>
    {
        private readonly BroadcastState<string, string> _rules = new("rules");
        private readonly ValueState<int> _count = new("count");

        public override void Open(FunctionContext context)
        {
            if (where == "open") _count.Update(1);
        }

        public override void Process(string value, KeyedProcessContext<string> context, ICollector<string> output)
        {
            context.Timers.RegisterEventTimeTimer(100);
            if (where == "put") _rules.Put("a", "1");
        }

        public override void ProcessBroadcast(string value, KeyedBroadcastContext<string, string> context, ICollector<string> output)
        {
            if (where == "state") _count.Update(1);
        }

        public override void OnTimer(OnTimerContext<string> context, ICollector<string> output)
        {
            if (where == "timer") _rules.Clear();
        }
    }
}
