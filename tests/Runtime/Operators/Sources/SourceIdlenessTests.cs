using Millrace.Testing.Attempts;
using Millrace.Tests.Testing.Harness;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Runtime.Tests.Operators.Sources;

/// <summary>A source with silent splits, in virtual time: tasks run only after a wake, by records or by their own timers.</summary>
public sealed class SourceIdlenessTests
{
    private static readonly WatermarkStrategy<int> Strategy =
        WatermarkStrategy.Ascending<int>().WithIdleness(TimeSpan.FromMilliseconds(100)).WithTimestamps(n => (long)n);

    private readonly TimedRun _run = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_silent_split_holds_the_watermark_back_until_it_is_idle(int parallelism)
    {
        var instance = Start(parallelism, new TimedSource(Boundedness.Unbounded, 2, (0, 0, 1000), (0, 90, 2000)), Strategy);
        _run.RunTo(instance, 100);
        Assert.Equal(long.MinValue, _run.Output.Watermark);
        _run.RunTo(instance, 101);
        Assert.Equal(1999, _run.Output.Watermark);
        Assert.False(instance.Outputs[0].IsIdle);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void When_all_are_idle_the_highest_watermark_goes_out_before_the_status_and_a_record_makes_it_active_again(int parallelism)
    {
        var instance = Start(parallelism, new TimedSource(Boundedness.Unbounded, 2, (0, 0, 1000), (1, 0, 500), (1, 300, 1500), (0, 350, 1400)), Strategy);
        _run.RunTo(instance, 100);
        Assert.Equal((499, false), (_run.Output.Watermark, instance.Outputs[0].IsIdle));
        _run.RunTo(instance, 101);
        Assert.Equal((999, true), (_run.Output.Watermark, instance.Outputs[0].IsIdle));
        _run.RunTo(instance, 300);
        Assert.Equal((1499, false), (_run.Output.Watermark, instance.Outputs[0].IsIdle));
        _run.RunTo(instance, 500);
        Assert.Equal((1499, true), (_run.Output.Watermark, instance.Outputs[0].IsIdle));
        Assert.Equal([1000, 500, 1500, 1400], _run.Output.Records.Values());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_idle_source_that_ends_says_so_with_the_last_watermark(int parallelism)
    {
        var instance = Start(parallelism, new TimedSource(Boundedness.Bounded, 3, (0, 0, 1000), (0, 1000, 2000), (1, 0, 1)), Strategy);
        _run.RunTo(instance, 500);
        Assert.Equal((999, true), (_run.Output.Watermark, instance.Outputs[0].IsIdle));
        _run.RunTo(instance, 1000);
        Assert.Equal((long.MaxValue, false), (_run.Output.Watermark, instance.Outputs[0].IsIdle));
        Assert.True(instance.Outputs[0].IsEnded);
    }

    [Fact]
    public void A_subtask_without_a_split_holds_nothing_back()
    {
        var instance = Start(3, new TimedSource(Boundedness.Unbounded, 1, (0, 0, 1000)), WatermarkStrategy.Ascending<int>().WithTimestamps(n => (long)n));
        _run.RunTo(instance, 1000);
        Assert.Equal((999, false), (_run.Output.Watermark, instance.Outputs[0].IsIdle));
    }

    [Fact]
    public void A_finished_split_holds_nothing_back()
    {
        var instance = Start(1, new TimedSource(Boundedness.Bounded, 2, (0, 0, 10), (1, 0, 1000), (1, 50, 2000)), Strategy);
        _run.RunTo(instance, 0);
        Assert.Equal(999, _run.Output.Watermark);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void After_a_restore_the_watermark_does_not_go_back_and_a_silent_split_becomes_idle_again(int before, int after)
    {
        var source = new TimedSource(Boundedness.Unbounded, 2, (0, 0, 1000), (0, 220, 2000));
        var instance = Start(before, source, Strategy);
        _run.RunTo(instance, 99);
        _run.RunTo(instance, 150);
        Assert.Equal(999, _run.Output.Watermark);
        var restored = _run.Restore(instance, after, By(Strategy), source);
        Assert.Equal(999, restored.Tasks.Min(t => t.Task.Watermark));
        _run.RunTo(restored, 220);
        Assert.Equal(999, _run.Output.Watermark);
        _run.RunTo(restored, 252);
        Assert.Equal(1999, _run.Output.Watermark);
    }

    private StreamAttempt Start(int parallelism, TimedSource source, WatermarkStrategy<int> strategy) => _run.Start(parallelism, By(strategy), source);

    private static Func<StreamEnvironment, TimedSource, DataStream<int>> By(WatermarkStrategy<int> strategy) => (env, source) => env.FromSource(source, strategy).Uid("timed");
}
