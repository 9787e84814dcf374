using Millrace.Testing;

namespace Millrace.Operators.Tests.Windows;

/// <summary>The cost of a record does not grow with the number of windows that contain it, whatever the relation of size and slide.</summary>
public sealed class SharedPanesTests
{
    [Theory]
    [InlineData(10, 10)]
    [InlineData(10_000, 10)]
    [InlineData(10_007, 10)]
    [InlineData(9_999, 1_000)]
    public void Each_record_is_added_once(int size, int slide)
    {
        var sum = new CountingSum();
        using var windows = StreamHarness.Of((DataStream<long> times) => times.KeyBy(_ => 1)
            .Window(SlidingEventTimeWindows.Of(TimeSpan.FromMilliseconds(size), TimeSpan.FromMilliseconds(slide))).Aggregate(sum).Map(r => r.Result));
        for (var time = 0L; time < 500; time++) windows.Push(time, time);
        windows.EndInput();
        Assert.Equal(500, sum.Added);
        // Each is in this many windows, or one more.
        Assert.InRange(windows.Output.Sum(), 500L * (size / slide), 500L * ((size / slide) + 1));
        var panes = (500 / slide * 2) + 2;
        Assert.InRange(sum.Merged, 0, windows.Output.Count * panes);
    }

    /// <summary>Windows reuse the sums of earlier windows, also for late records.</summary>
    [Fact]
    public void A_window_costs_the_logarithm_of_its_panes()
    {
        var costs = new[] { 1_000, 10_000, 100_000 }.Select(CostOfWindow).ToList();
        Assert.All(costs, (cost, i) => Assert.True(cost <= (costs[0] * (i + 3) / 3) + 1, $"A window of 1,000, 10,000 and 100,000 panes brings so many together: {string.Join(", ", costs)}."));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Many_panes_give_what_few_give(int slide)
    {
        var records = Enumerable.Range(0, 400).Select(i => (i * 7 % 1_000) + (i / 4)).Select(static time => (long)time).ToList();
        List<(TimeWindow Window, long Count)> Counts(Func<KeyedStream<int, long>, DataStream<(TimeWindow Window, long Count)>> define)
        {
            using var harness = StreamHarness.Of((DataStream<long> times) => define(times.KeyBy(_ => 1)));
            foreach (var (i, time) in records.Index())
            {
                harness.Push(time, time);
                if (i % 5 == 0) harness.AdvanceWatermark((i / 4) + (i * 2));
            }

            harness.EndInput();
            return [.. harness.Output.OrderBy(r => r.Window.Start).ThenBy(r => r.Count)];
        }

        WindowedStream<int, long> Windows(KeyedStream<int, long> keyed) =>
            keyed.Window(SlidingEventTimeWindows.Of(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(slide))).AllowedLateness(TimeSpan.FromMilliseconds(150));
        var shared = Counts(keyed => Windows(keyed).Count().Map(c => (c.Window, c.Count)));
        var held = Counts(keyed => Windows(keyed).Trigger(new EventTimeTrigger()).Count().Map(c => (c.Window, c.Count)));
        Assert.Equal(held, shared);
        Assert.NotEmpty(shared);
    }

    [Theory]
    [InlineData(10_007, 10, 2001)]
    [InlineData(10_000, 10, 1000)]
    [InlineData(7, 10, 1)]
    public void A_window_has_two_panes_for_each_slide_at_most(int size, int slide, int most)
    {
        var grid = new WindowGrid(size, slide, 3);
        Assert.InRange(grid.PanesPerWindow, 1, most);
        var panes = 0;
        for (var pane = grid.LastStart(0); pane < grid.LastStart(0) + size; pane = grid.NextPane(pane)) panes++;
        Assert.Equal(grid.PanesPerWindow, panes);
    }

    private static double CostOfWindow(int panes)
    {
        var sum = new CountingSum();
        using var windows = StreamHarness.Of((DataStream<long> times) => times.KeyBy(_ => 1)
            .Window(SlidingEventTimeWindows.Of(TimeSpan.FromMilliseconds(panes), TimeSpan.FromMilliseconds(1))).Aggregate(sum).Map(r => r.Result));
        for (var time = 0L; time < panes; time++)
        {
            windows.Push(time, time);
            windows.AdvanceWatermark(time);
        }

        return (double)sum.Merged / windows.Output.Count;
    }

    private sealed class CountingSum : AggregateFunction<long, long, long>
    {
        public int Added { get; private set; }

        public int Merged { get; private set; }

        public override long CreateAccumulator() => 0;

        public override long Add(long accumulator, long value)
        {
            Added++;
            return accumulator + 1;
        }

        public override long GetResult(long accumulator) => accumulator;

        public override long Merge(long a, long b)
        {
            Merged++;
            return a + b;
        }
    }
}
