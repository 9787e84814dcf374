using Millrace.Testing;

namespace Millrace.Operators.Tests.Windows;

/// <summary>What a record costs does not grow with the number of windows that hold it, whatever size and slide have in common.</summary>
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
        // Each is in as many windows, or one less.
        Assert.InRange(windows.Output.Sum(), 500L * (size / slide), 500L * ((size / slide) + 1));
        var panes = (500 / slide * 2) + 2;
        Assert.InRange(sum.Merged, 0, windows.Output.Count * panes);
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
