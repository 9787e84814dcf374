using Millrace.Testing;
using Millrace.Testing.Attempts;
using Millrace.Tests.Testing.Harness;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Runtime.Tests.Operators;

/// <summary>
/// Watermarks of generators, for each split of a source and for each downstream subtask, in virtual time: tasks run only after a wake.
/// </summary>
public sealed class WatermarkGeneratorTests
{
    private static readonly OutputTag<FailedRecord<int>> s_failed = new("failed");

    private readonly TimedRun _run = new();

    // Even numbers are markers.
    private static WatermarkStrategy<int> Markers => WatermarkStrategy.Punctuated<int>(static (n, time) => n % 2 == 0 ? time : null).WithTimestamps(n => (long)n);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_split_of_a_source_has_a_generator_and_the_lowest_watermark_counts(int parallelism)
    {
        var instance = Start(parallelism, AtSource(Markers), (0, 0, 9), (1, 0, 4), (0, 10, 20), (0, 20, 31), (0, 30, 18), (1, 40, 30));
        _run.RunTo(instance, 9);
        Assert.Equal(long.MinValue, _run.Output.Watermark);
        _run.RunTo(instance, 30);
        Assert.Equal(4, _run.Output.Watermark);
        _run.RunTo(instance, 40);
        Assert.Equal(20, _run.Output.Watermark);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void A_split_takes_its_watermark_through_a_restore_although_its_generator_begins_anew(int before, int after)
    {
        (int, long, int)[] records = [(0, 0, 20), (1, 0, 30), (0, 200, 6), (1, 200, 50), (0, 210, 40)];
        var instance = Start(before, AtSource(Markers), records);
        _run.RunTo(instance, 150);
        Assert.Equal(20, _run.Output.Watermark);
        var restored = Restore(instance, after, AtSource(Markers), records);
        Assert.Equal(20, restored.Tasks.Where(t => t.Task.IsSource).Min(t => t.Task.Watermark));
        _run.RunTo(restored, 200);
        // The first split has not gone back to 6, and the second does not need to see 30 again.
        Assert.Equal(20, _run.Output.Watermark);
        _run.RunTo(restored, 210);
        Assert.Equal(40, _run.Output.Watermark);
    }

    [Fact]
    public void A_generator_goes_on_where_the_highest_timestamp_had_come_to_by_another_strategy()
    {
        (int, long, int)[] records = [(0, 0, 21), (1, 0, 31), (0, 300, 40), (1, 310, 50)];
        var instance = Start(1, AtSource(WatermarkStrategy.Ascending<int>().WithTimestamps(n => (long)n)), records);
        _run.RunTo(instance, 250);
        Assert.Equal(20, _run.Output.Watermark);
        var restored = Restore(instance, 1, AtSource(Markers), records);
        _run.RunTo(restored, 300);
        Assert.Equal(30, _run.Output.Watermark);
        _run.RunTo(restored, 310);
        Assert.Equal(40, _run.Output.Watermark);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_generator_is_asked_five_times_a_second_while_nothing_comes(bool behind)
    {
        var strategy = WatermarkStrategy.ForGenerator(() => new ByTheMachine()).WithTimestamps(n => (long)n);
        var instance = Start(1, behind ? Behind(strategy) : AtSource(strategy), (0, 0, 1), (1, 0, 1));
        _run.RunTo(instance, 1000);
        Assert.InRange(_run.Output.Watermark, 800 - 100, 1000 - 100);
    }

    [Fact]
    public void Each_subtask_behind_a_source_has_a_generator_and_what_the_source_says_does_not_count()
    {
        var ahead = WatermarkStrategy.Ascending<int>().WithTimestamps(n => n + 1_000_000L);
        DataStream<int> Define(StreamEnvironment env, TimedSource source) =>
            env.FromSource(source, ahead).Uid("timed").Parallelism(1).PartitionBy((n, subtasks) => n / 1000 % subtasks).AssignTimestampsAndWatermarks(Markers).Uid("times");
        (int, long, int)[] records = [(0, 0, 9), (0, 10, 20), (0, 20, 1004), (0, 30, 30), (0, 40, 1040), (0, 200, 6), (0, 210, 1060), (0, 220, 50)];
        var instance = Start(2, Define, records);
        _run.RunTo(instance, 19);
        Assert.Equal(long.MinValue, _run.Output.Watermark);
        _run.RunTo(instance, 20);
        Assert.Equal(20, _run.Output.Watermark);
        _run.RunTo(instance, 100);
        Assert.Equal(30, _run.Output.Watermark);
        Assert.Equal([9, 20, 30, 1004, 1040], _run.Output.Records.Select(e => e.Timestamp).Order());

        // After a restore none of them goes back behind the lowest, whatever the number of subtasks.
        var restored = Restore(instance, 3, Define, records);
        Assert.All(restored.Tasks.Where(t => t.Operators.Any(o => o.Id.Value == "times")), t => Assert.Equal(30, t.Task.Watermark));
        _run.RunTo(restored, 220);
        Assert.Equal(30, _run.Output.Watermark);
    }

    [Fact]
    public void A_subtask_without_records_is_idle_and_ends_with_its_input()
    {
        var strategy = WatermarkStrategy.Ascending<int>().WithTimestamps(n => (long)n).WithIdleness(TimeSpan.FromMilliseconds(50));
        var instance = _run.Start(
            2,
            (env, source) => env.FromSource(source).Uid("timed").Parallelism(1).PartitionBy((n, subtasks) => n < 100 ? 0 : subtasks - 1).AssignTimestampsAndWatermarks(strategy).Uid("times"),
            SourceOf(Boundedness.Bounded, (0, 0, 10), (0, 40, 200), (0, 80, 300), (0, 120, 400), (0, 500, 20)));
        _run.RunTo(instance, 50);
        Assert.Equal(9, _run.Output.Watermark);
        _run.RunTo(instance, 51);
        Assert.Equal(199, _run.Output.Watermark);
        _run.RunTo(instance, 200);
        Assert.Equal((399, true), (_run.Output.Watermark, instance.Tasks.All(t => !t.Ended)));
        _run.RunTo(instance, 500);
        Assert.Equal((long.MaxValue, true), (_run.Output.Watermark, instance.Outputs[0].IsEnded));
    }

    [Fact]
    public void Windows_behind_an_operator_go_by_its_times_through_restores_and_rescales()
    {
        var script = new Script<int>();
        for (var n = 0; n < 40; n++) script.Record(n * 3 % 40, 5);
        var output = OperatorHarness.Check(
            script,
            numbers => numbers.AssignTimestampsAndWatermarks(WatermarkStrategy.BoundedOutOfOrderness<int>(TimeSpan.FromSeconds(1)).WithTimestamps(n => (long)n))
                .KeyBy(n => n % 2).Process(new InTens()),
            new HarnessOptions<string> { KeyOf = line => line[0], Ordered = false });
        Assert.Equal(["0 at 10: 5", "0 at 20: 5", "0 at 30: 5", "0 at 40: 5", "1 at 10: 5", "1 at 20: 5", "1 at 30: 5", "1 at 40: 5"], output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_late_stays_late_after_a_restore()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers) => numbers.AssignTimestampsAndWatermarks(Markers).Uid("times").KeyBy(_ => 0).Process(new Lateness()).Uid("lateness"));
        stream.PushAll(20, 15);
        stream.Restore(stream.Snapshot(), parallelism: 2);
        stream.PushAll(17, 21);
        Assert.Equal(["20", "15 late", "17 late", "21"], stream.Output);
    }

    [Fact]
    public void A_record_whose_time_cannot_be_read_goes_to_the_side_output_of_errors()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers) => numbers.AssignTimestampsAndWatermarks(
            WatermarkStrategy.Ascending<int>().WithTimestamps(n => n % 3 == 0 ? throw new FormatException("no time") : (long)n)).OnError(s_failed));
        stream.PushAll(1, 2, 3, 4);
        Assert.Equal([1, 2, 4], stream.Output);
        Assert.Equal(3, Assert.Single(stream.SideOutput(s_failed)).Record);
    }

    [Fact]
    public void Generators_that_cannot_be_meant_are_refused()
    {
        var shared = new ByTheMachine();
        var several = Assert.Throws<InvalidOperationException>(() => Start(1, AtSource(WatermarkStrategy.ForGenerator(() => shared)), (0, 0, 1), (1, 0, 1)));
        Assert.Contains("is shared by several splits", several.Message, StringComparison.Ordinal);
        using var stream = StreamHarness.Of((DataStream<int> numbers) => numbers.AssignTimestampsAndWatermarks(WatermarkStrategy.Punctuated<int>((_, _) => Timestamps.MaxWatermark)));
        Assert.Contains("cannot be emitted by a generator", Assert.Throws<ArgumentOutOfRangeException>(() => stream.Push(1)).Message, StringComparison.Ordinal);
        var aligned = Assert.Throws<InvalidJobException>(() => StreamHarness.Of((DataStream<int> numbers) =>
            numbers.AssignTimestampsAndWatermarks(Markers.WithAlignment("group", TimeSpan.Zero))));
        Assert.Contains("WatermarkGeneratorTests.cs:", aligned.Message, StringComparison.Ordinal);
        Assert.Contains("only a source can wait for others", aligned.Message, StringComparison.Ordinal);
    }

    private static Func<StreamEnvironment, TimedSource, DataStream<int>> AtSource(WatermarkStrategy<int> strategy) =>
        (env, source) => env.FromSource(source, strategy).Uid("timed");

    private static Func<StreamEnvironment, TimedSource, DataStream<int>> Behind(WatermarkStrategy<int> strategy) =>
        (env, source) => env.FromSource(source).Uid("timed").AssignTimestampsAndWatermarks(strategy).Uid("times");

    private StreamAttempt Start(int parallelism, Func<StreamEnvironment, TimedSource, DataStream<int>> define, params (int, long, int)[] records) =>
        _run.Start(parallelism, define, SourceOf(Boundedness.Unbounded, records));

    private StreamAttempt Restore(StreamAttempt instance, int parallelism, Func<StreamEnvironment, TimedSource, DataStream<int>> define, (int, long, int)[] records) =>
        _run.Restore(instance, parallelism, define, SourceOf(Boundedness.Unbounded, records));

    private static TimedSource SourceOf(Boundedness boundedness, params (int, long, int)[] records) => new(boundedness, records.Max(r => r.Item1) + 1, records);

    /// <summary>Trails processing time by 100 ms.</summary>
    private sealed class ByTheMachine : WatermarkGenerator<int>
    {
        public override void OnEvent(int value, long timestamp, IWatermarkOutput output) { }

        public override void OnPeriodicEmit(IWatermarkOutput output) => output.Emit(output.CurrentProcessingTime - 100);
    }

    /// <summary>Counts records per 10 milliseconds.</summary>
    private sealed class InTens : KeyedProcessFunction<int, int, string>
    {
        private readonly MapState<long, int> _counts = new("counts");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<string> output)
        {
            var end = ((context.Timestamp / 10) + 1) * 10;
            _counts.Put(end, _counts.TryGet(end, out var count) ? count + 1 : 1);
            context.Timers.RegisterEventTimeTimer(end);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<string> output)
        {
            output.Collect($"{context.Key} at {context.Timestamp}: {(_counts.TryGet(context.Timestamp, out var count) ? count : 0)}");
            _counts.Remove(context.Timestamp);
        }
    }

    private sealed class Lateness : KeyedProcessFunction<int, int, string>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<string> output) =>
            output.Collect(context.Timestamp <= context.Timers.CurrentWatermark ? $"{value} late" : $"{value}");
    }
}
