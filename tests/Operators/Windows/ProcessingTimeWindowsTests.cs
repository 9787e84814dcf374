using CsCheck;
using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Windows;

/// <summary>Processing-time windows: those that are over emit their results at that time, the others when a bounded input ends.</summary>
public sealed class ProcessingTimeWindowsTests
{
    private static readonly Gen<long[]> s_pauses = Gen.Long[0, 9].Array[1, 12];

    [Fact]
    public void Windows_on_a_grid_hold_what_came_in_them_also_at_the_end() => Gen.Select(s_pauses, Gen.Long[1, 12], Gen.Long[1, 12]).Sample(
        (pauses, size, slide) =>
        {
            var windows = SlidingProcessingTimeWindows.Of(Ms(size), Ms(slide), allowGaps: true);
            var expected = Model(pauses, windows.For<long>());
            Assert.Equal(expected, Check(pauses, keyed => keyed.Window(windows).Count().Map(c => (c.Window, c.Count))));
            Assert.Equal(expected, Check(pauses, keyed => keyed.Window(windows).Process(new Lengths())));
        },
        iter: 20);

    [Fact]
    public void Sessions_that_go_on_at_the_end_are_put_out() => s_pauses.Sample(
        pauses =>
        {
            var sessions = new List<(TimeWindow Window, long Count)>();
            foreach (var time in Times(pauses))
            {
                // A session that ends exactly now is over before the records that come now.
                if (sessions.Count > 0 && time < sessions[^1].Window.End) sessions[^1] = (new(sessions[^1].Window.Start, time + 4), sessions[^1].Count + 1);
                else sessions.Add((new(time, time + 4), 1));
            }

            Assert.Equal(sessions, Check(pauses, keyed => keyed.Window(ProcessingTimeSessionWindows.WithGap(Ms(4))).Count().Map(c => (c.Window, c.Count))));
        },
        iter: 20);

    [Fact]
    public void Nothing_is_kept_of_a_key_whose_windows_are_over()
    {
        using var shared = StreamHarness.Of((DataStream<long> numbers) => numbers.KeyBy(_ => 1).Window(SlidingProcessingTimeWindows.Of(Ms(10), Ms(2))).Count());
        using var held = StreamHarness.Of((DataStream<long> numbers) =>
            numbers.KeyBy(_ => 1).Window(TumblingProcessingTimeWindows.Of(Ms(10))).Process(new Lengths()));
        shared.Push(7);
        held.Push(7);
        Assert.Equal([Timestamps.MaxWatermark], shared.EventTimeTimers(1));
        shared.AdvanceTime(Ms(20));
        held.AdvanceTime(Ms(20));
        Assert.Equal((5, 1), (shared.Output.Take().Count, held.Output.Take().Count));
        Assert.Empty(shared.EventTimeTimers(1).Concat(shared.ProcessingTimeTimers(1)).Concat(held.EventTimeTimers(1)).Concat(held.ProcessingTimeTimers(1)));
        shared.EndInput();
        held.EndInput();
        Assert.Empty(shared.Output);
        Assert.Empty(held.Output);
    }

    [Fact]
    public void A_continuous_trigger_fires_every_so_often_and_at_the_end()
    {
        using var sums = StreamHarness.Of((DataStream<long> numbers) => numbers.KeyBy(_ => 1).Window(GlobalWindows.Create())
            .Trigger(new ContinuousProcessingTimeTrigger(TimeSpan.FromSeconds(10))).Reduce((a, b) => a + b).Map(s => s.Value));
        sums.Push(1);
        sums.Push(2);
        Assert.Empty(sums.Output);
        sums.AdvanceTime(Ms(10_001));
        Assert.Equal([3], sums.Output.Take());
        sums.Push(4);
        sums.Restore(sums.Snapshot(), parallelism: 3);
        sums.AdvanceTime(Ms(10_000));
        Assert.Equal([7], sums.Output.Take());
        sums.Push(8);
        sums.EndInput();
        Assert.Equal([15], sums.Output.Take());
        Assert.Empty(sums.ProcessingTimeTimers(1));
    }

    [Fact]
    public void A_continuous_trigger_does_not_hold_up_windows_of_event_time_that_are_long_past()
    {
        using var sums = StreamHarness.Of((DataStream<long> numbers) => numbers.KeyBy(_ => 1).Window(TumblingEventTimeWindows.Of(Ms(100))).AllowedLateness(Ms(1000))
            .Trigger(new ContinuousProcessingTimeTrigger(TimeSpan.FromSeconds(10))).Reduce((a, b) => a + b).Map(s => s.Value));
        sums.AdvanceTime(TimeSpan.FromHours(1));
        sums.Push(1, 10);
        Assert.Empty(sums.Output);
        sums.AdvanceTime(Ms(10_001));
        Assert.Equal([1], sums.Output.Take());
        sums.Push(2, 20);
        sums.AdvanceWatermark(99);
        Assert.Equal([3], sums.Output.Take());
        sums.Push(4, 30);
        Assert.Equal([7], sums.Output.Take());
        sums.Push(8, 200);
        sums.EndInput();
        Assert.Equal([8], sums.Output.Take());
        Assert.Empty(sums.EventTimeTimers(1).Concat(sums.ProcessingTimeTimers(1)));
    }

    [Fact]
    public void A_continuous_trigger_in_event_time_also_fires_at_the_end_of_windows_of_the_machines_time()
    {
        using var sums = StreamHarness.Of((DataStream<long> numbers) => numbers.KeyBy(_ => 1).Window(TumblingProcessingTimeWindows.Of(Ms(100)))
            .Trigger(new ContinuousEventTimeTrigger(Ms(10))).Reduce((a, b) => a + b).Map(s => s.Value));
        sums.Push(1, 1_000_000);
        sums.AdvanceWatermark(1_000_000);
        Assert.Equal([1], sums.Output.Take());
        sums.Push(2, 1_000_001);
        Assert.Empty(sums.Output);
        sums.AdvanceWatermark(1_000_010);
        Assert.Equal([3], sums.Output.Take());
        sums.Push(4, 1_000_011);
        sums.AdvanceTime(Ms(100));
        Assert.Equal([7], sums.Output.Take());
        Assert.Empty(sums.EventTimeTimers(1).Concat(sums.ProcessingTimeTimers(1)));
    }

    [Fact]
    public void A_continuous_trigger_fires_once_where_the_next_multiple_is_beyond_all_time()
    {
        using var sums = StreamHarness.Of((DataStream<long> numbers) => numbers.KeyBy(_ => 1).Window(GlobalWindows.Create())
            .Trigger(new ContinuousEventTimeTrigger(TimeSpan.FromDays(1))).Reduce((a, b) => a + b).Map(s => s.Value));
        sums.Push(1, long.MaxValue - 1000);
        sums.AdvanceWatermark(long.MaxValue - 1);
        Assert.Empty(sums.Output);
        sums.EndInput();
        Assert.Equal([1], sums.Output.Take());
    }

    private static List<(TimeWindow Window, long Count)> Check(long[] pauses, Func<KeyedStream<int, long>, DataStream<(TimeWindow Window, long Count)>> define)
    {
        var script = new Script<long>();
        foreach (var time in Times(pauses)) script.At(time).Record(time);
        var output = OperatorHarness.Check(
            script, input => define(input.KeyBy(_ => 1)), new HarnessOptions<(TimeWindow Window, long Count)> { KeyOf = _ => 1, OneOf = 20 });
        return [.. output.Values().OrderBy(r => r.Window.Start)];
    }

    private static IEnumerable<long> Times(long[] pauses) => pauses.Select((_, i) => 1000 + pauses.Take(i + 1).Sum());

    private static List<(TimeWindow Window, long Count)> Model(long[] pauses, WindowAssigner<long> assigner) =>
    [
        .. Times(pauses).SelectMany(time =>
        {
            var windows = new List<TimeWindow>();
            assigner.Assign(time, time, windows);
            return windows;
        }).GroupBy(w => w).Select(g => (g.Key, (long)g.Count())).OrderBy(r => r.Key.Start),
    ];

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed class Lengths : ProcessWindowFunction<int, long, (TimeWindow Window, long Count)>
    {
        public override void Process(WindowContext<int> context, IEnumerable<long> elements, ICollector<(TimeWindow Window, long Count)> output) =>
            output.Collect((context.Window, elements.LongCount()));
    }
}
