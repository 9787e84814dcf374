using Millrace.Testing;

namespace Millrace.Runtime.Tests.Operators.Sinks;

/// <summary>What a keyed function did for a record before it threw, under <c>OnError</c>.</summary>
public sealed class TakenBackTests
{
    private static readonly OutputTag<int> s_aside = new("aside");

    [Fact]
    public void State_of_all_kinds_timers_and_outputs_are_as_if_the_record_had_never_come()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers) => numbers.KeyBy(_ => "all").Process(new EverythingThenThrow()).OnError(ErrorHandling.Skip));
        stream.PushAll(1, 2);
        var before = Look(stream);
        stream.Push(-3);
        Assert.Equal(before, Look(stream));
        Assert.Equal([1, 2], stream.Output);
        Assert.Equal([1, 2], stream.SideOutput(s_aside));
        // What is taken back is not in a snapshot either.
        stream.Restore(stream.Snapshot(), parallelism: 2);
        Assert.Equal(before, Look(stream));
        stream.Push(4);
        Assert.Equal([1, 2, 4], stream.Output);
        stream.AdvanceWatermark(100);
        Assert.Equal([1, 2, 4, 1002, 1004, 1050], stream.Output);
    }

    [Fact]
    public void Of_a_first_record_nothing_is_left()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers) => numbers.KeyBy(_ => "all").Process(new EverythingThenThrow()).OnError(ErrorHandling.Skip));
        stream.Push(-1);
        Assert.False(stream.State<ValueState<int>>("last", "all").TryGet(out _));
        Assert.Equal((0, 0), (stream.State<ListState<int>>("list", "all").Count, stream.State<MapState<int, int>>("map", "all").Keys.Count()));
        Assert.Empty(stream.EventTimeTimers("all").Concat(stream.ProcessingTimeTimers("all")));
    }

    private static string Look(StreamHarness<int> stream) => string.Join(
        "; ",
        stream.State<ValueState<int>>("last", "all").Value,
        string.Join(",", stream.State<ListState<int>>("list", "all").Entries),
        string.Join(",", stream.State<MapState<int, int>>("map", "all").Entries),
        stream.State<ReducingState<int>>("sum", "all").Value,
        string.Join(",", stream.State<MapState<int, int>>("latest", "all").Entries),
        string.Join(",", stream.EventTimeTimers("all")),
        string.Join(",", stream.ProcessingTimeTimers("all")));

    /// <summary>Changes each kind of state in each way, and then throws on what is negative.</summary>
    private sealed class EverythingThenThrow : KeyedProcessFunction<string, int, int>
    {
        private readonly ValueState<int> _last = new("last");
        private readonly ListState<int> _list = new("list");
        private readonly MapState<int, int> _map = new("map");
        private readonly MapState<int, int> _latest = new("latest", Ttl.After(TimeSpan.FromHours(1)));
        private readonly ReducingState<int> _sum = new("sum", (a, b) => a + b);

        public override void Process(int value, KeyedProcessContext<string> context, ICollector<int> output)
        {
            if (value < 0) _last.Clear();
            _last.Update(value);
            if (value < 0) _list.Clear();
            _list.Add(value);
            if (value < 0) _map.Clear();
            _map.Put(value, value);
            _map.Put(0, value);
            if (value < 0) _map.Remove(0);
            if (value < 0) _latest.Clear();
            _latest.Put(0, value);
            _sum.Add(value);
            context.Timers.DeleteEventTimeTimer(Math.Abs(value) - 1);
            context.Timers.RegisterEventTimeTimer(Math.Abs(value));
            context.Timers.RegisterEventTimeTimer(50);
            context.Timers.RegisterProcessingTimeTimer(long.MaxValue - Math.Abs(value));
            output.Collect(value);
            context.Output(s_aside, value);
            if (value < 0) throw new FormatException($"{value}");
        }

        public override void OnTimer(OnTimerContext<string> context, ICollector<int> output) => output.Collect((int)context.Timestamp + 1000);
    }
}
