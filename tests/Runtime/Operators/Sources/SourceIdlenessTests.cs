using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Testing.Attempts;
using Millrace.Testing.Clocks;
using Millrace.Tests.Testing.Harness;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Runtime.Tests.Operators.Sources;

/// <summary>A source with silent splits, in virtual time: tasks run only after a wake, by records or by their own timers.</summary>
public sealed class SourceIdlenessTests
{
    private static readonly WatermarkStrategy<int> Strategy =
        WatermarkStrategy.Ascending<int>().WithIdleness(TimeSpan.FromMilliseconds(100)).WithTimestamps(n => (long)n);

    private readonly VirtualTime _time = new();
    private readonly RunOutput<int> _output = new(new SerializerCache().For<int>());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_silent_split_holds_the_watermark_back_until_it_is_idle(int parallelism)
    {
        var instance = Start(parallelism, new TimedSource(Boundedness.Unbounded, 2, (0, 0, 1000), (0, 90, 2000)), Strategy);
        RunTo(instance, 100);
        Assert.Equal(long.MinValue, _output.Watermark);
        RunTo(instance, 101);
        Assert.Equal(1999, _output.Watermark);
        Assert.False(instance.Outputs[0].IsIdle);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void When_all_are_idle_the_highest_watermark_goes_out_before_the_status_and_a_record_makes_it_active_again(int parallelism)
    {
        var instance = Start(parallelism, new TimedSource(Boundedness.Unbounded, 2, (0, 0, 1000), (1, 0, 500), (1, 300, 1500), (0, 350, 1400)), Strategy);
        RunTo(instance, 100);
        Assert.Equal((499, false), (_output.Watermark, instance.Outputs[0].IsIdle));
        RunTo(instance, 101);
        Assert.Equal((999, true), (_output.Watermark, instance.Outputs[0].IsIdle));
        RunTo(instance, 300);
        Assert.Equal((1499, false), (_output.Watermark, instance.Outputs[0].IsIdle));
        RunTo(instance, 500);
        Assert.Equal((1499, true), (_output.Watermark, instance.Outputs[0].IsIdle));
        Assert.Equal([1000, 500, 1500, 1400], _output.Records.Values());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_idle_source_that_ends_says_so_with_the_last_watermark(int parallelism)
    {
        var instance = Start(parallelism, new TimedSource(Boundedness.Bounded, 3, (0, 0, 1000), (0, 1000, 2000), (1, 0, 1)), Strategy);
        RunTo(instance, 500);
        Assert.Equal((999, true), (_output.Watermark, instance.Outputs[0].IsIdle));
        RunTo(instance, 1000);
        Assert.Equal((long.MaxValue, false), (_output.Watermark, instance.Outputs[0].IsIdle));
        Assert.True(instance.Outputs[0].IsEnded);
    }

    [Fact]
    public void A_subtask_without_a_split_holds_nothing_back()
    {
        var instance = Start(3, new TimedSource(Boundedness.Unbounded, 1, (0, 0, 1000)), WatermarkStrategy.Ascending<int>().WithTimestamps(n => (long)n));
        RunTo(instance, 1000);
        Assert.Equal((999, false), (_output.Watermark, instance.Outputs[0].IsIdle));
    }

    [Fact]
    public void A_finished_split_holds_nothing_back()
    {
        var instance = Start(1, new TimedSource(Boundedness.Bounded, 2, (0, 0, 10), (1, 0, 1000), (1, 50, 2000)), Strategy);
        RunTo(instance, 0);
        Assert.Equal(999, _output.Watermark);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void After_a_restore_the_watermark_does_not_go_back_and_a_silent_split_becomes_idle_again(int before, int after)
    {
        var source = new TimedSource(Boundedness.Unbounded, 2, (0, 0, 1000), (0, 220, 2000));
        var instance = Start(before, source, Strategy);
        RunTo(instance, 99);
        RunTo(instance, 150);
        Assert.Equal(999, _output.Watermark);
        instance.Trigger(new CheckpointBarrier(1, false));
        Settle(instance);
        var restored = Start(after, source, Strategy, instance.Blocks(1));
        Settle(restored);
        Assert.Equal(999, restored.Tasks.Min(t => t.Task.Watermark));
        RunTo(restored, 220);
        Assert.Equal(999, _output.Watermark);
        RunTo(restored, 252);
        Assert.Equal(1999, _output.Watermark);
    }

    private static void Settle(StreamAttempt instance)
    {
        for (var ran = true; ran;)
        {
            ran = false;
            foreach (var task in instance.Tasks) ran |= task.Step();
            while (instance.Outputs[0].TakeOne()) ran = true;
        }
    }

    private void RunTo(StreamAttempt instance, long milliseconds)
    {
        Settle(instance);
        while (_time.Now < milliseconds * TimeSpan.TicksPerMillisecond)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Settle(instance);
        }
    }

    // The second task reads its channels through the valve, and passes on the result.
    private StreamAttempt Start(int parallelism, TimedSource source, WatermarkStrategy<int> strategy, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)>? restored = null) => new(
        env => new TakenSink<int>(_output).Take(env.FromSource(source, strategy).Uid("timed").Rebalance().Map(n => n).Parallelism(1)),
        new AttemptSettings(1, parallelism, 12, 0, restored ?? []) { BatchSize = 1 }, new VirtualClock(_time, DateTimeOffset.UnixEpoch), new SerializerCache());
}
