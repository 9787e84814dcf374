using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators.Functions;

/// <summary>Functions over a stream and a broadcast stream.</summary>
public sealed class BroadcastProcessTests
{
    private static readonly Script<int> s_script = new Script<int>()
        .Record(1, 10, 0).Record(100, 20, 1).Record(2, 30, 0).Watermark(25).Record(1, 40, 0).Record(200, 50, 1).Watermark(60);

    [Fact]
    public void Every_subtask_sees_every_broadcast_record_and_one_of_them_each_other_record()
    {
        var output = OperatorHarness.CheckAll(
            s_script, s => s[0].Connect(s[1].Broadcast()).Process(new Watch()).Parallelism(3), new HarnessOptions<string> { Ordered = false });
        Assert.Equal(
            ["record 1", "record 1", "record 2", "rule 100 in 0", "rule 100 in 1", "rule 100 in 2", "rule 200 in 0", "rule 200 in 1", "rule 200 in 2"],
            output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_keyed_stream_has_its_state_and_timers_beside_a_broadcast_one()
    {
        var output = OperatorHarness.CheckAll(
            s_script,
            s =>
            {
                var counts = s[0].KeyBy(n => n).Connect(s[1].Broadcast()).Process(new KeyedWatch()).Parallelism(3);
                return counts.Union(counts.SideOutput(KeyedWatch.Rules));
            },
            new HarnessOptions<string> { Ordered = false });
        Assert.Equal(
            [
                ("count 1 of 1", 10), ("count 1 of 2", 30), ("count 2 of 1", 40), ("due 1", 11), ("due 1", 41), ("due 2", 31),
                ("rule 100 in 0", 20), ("rule 100 in 1", 20), ("rule 100 in 2", 20), ("rule 200 in 0", 50), ("rule 200 in 1", 50), ("rule 200 in 2", 50),
            ],
            output.Select(e => (e.Value, e.Timestamp)).Order());
    }

    [Fact]
    public void A_broadcast_record_has_no_key()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => OperatorHarness.CheckAll(
            s_script, s => s[0].KeyBy(n => n).Connect(s[1].Broadcast()).Process(new TouchesKeyedState()), new HarnessOptions<int> { Ordered = false }));
        Assert.Contains("ProcessBroadcast", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Watch : BroadcastProcessFunction<int, int, string>
    {
        private int _subtask;

        public override void Open(FunctionContext context) => _subtask = context.Subtask;

        public override void Process(int value, ProcessContext context, ICollector<string> output) => output.Collect($"record {value}");

        public override void ProcessBroadcast(int value, ProcessContext context, ICollector<string> output) => output.Collect($"rule {value} in {_subtask}");
    }

    private sealed class KeyedWatch : KeyedBroadcastProcessFunction<int, int, int, string>
    {
        private readonly ValueState<int> _count = new("count");
        private int _subtask;

        public static OutputTag<string> Rules { get; } = new("rules");

        public override void Open(FunctionContext context) => _subtask = context.Subtask;

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<string> output)
        {
            _count.Update(_count.Value + 1);
            context.Timers.RegisterEventTimeTimer(context.Timestamp + 1);
            output.Collect($"count {_count.Value} of {value}");
        }

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, string> context, ICollector<string> output) => context.Output(Rules, $"rule {value} in {_subtask}");

        public override void OnTimer(OnTimerContext<int> context, ICollector<string> output) => output.Collect($"due {context.Key}");
    }

    private sealed class TouchesKeyedState : KeyedBroadcastProcessFunction<int, int, int, int>
    {
        private readonly ValueState<int> _count = new("count");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => _count.Update(1);

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, int> context, ICollector<int> output) => _count.Update(2);
    }
}
