using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Serialization;
using Millrace.Testing.Attempts;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Tasks;

/// <summary>The order within a step, and what a step leaves for the next.</summary>
public sealed class StreamTaskTests
{
    private const int Million = 1_000_000;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly RunOutput<long> _output = new(new SerializerCache().For<long>());
    private readonly Counter _fired = new();

    [Fact]
    public void A_million_due_timers_do_not_overdraw_an_output_of_capacity_1_and_a_barrier_waits_for_one_record()
    {
        var instance = Start(tight: true, inputs => inputs[0].KeyBy(n => 1).Process(new Timers(Million, _fired)));
        var task = instance.Tasks.First();
        Input(instance).Push(1, 0);
        Settle(instance);
        instance.Inputs[0].Send(new WatermarkElement(long.MaxValue));
        while (task.Step()) { }
        Assert.InRange(_fired.Value, 1, 2);
        instance.Inputs[0].Send(new BarrierElement(new CheckpointBarrier(1, false)));
        Input(instance).Push(2, 0);
        while (task.Step()) { }
        Assert.True(instance.Outputs[0].TakeOne());
        while (task.Step()) { }
        Assert.Equal(1, task.Snapshot?.Barrier.Checkpoint);
        Assert.InRange(_fired.Value, 1, 3);
    }

    [Fact]
    public void A_million_due_timers_into_a_sink_leave_room_for_a_barrier_in_between()
    {
        var instance = Start(tight: false, inputs => inputs[0].KeyBy(n => 1).Process(new Timers(Million, _fired)).Filter(_ => false));
        var task = instance.Tasks.First();
        Input(instance).Push(1, 0);
        Settle(instance);
        instance.Inputs[0].Send(new WatermarkElement(long.MaxValue));
        task.Step();
        task.Step();
        var before = _fired.Value;
        Assert.InRange(before, 1, 1000);
        instance.Inputs[0].Send(new BarrierElement(new CheckpointBarrier(1, false)));
        task.Step();
        Assert.Equal(before, _fired.Value);
        while (task.Snapshot is null) Assert.True(task.Step());
        Assert.Equal(1, task.Snapshot.Barrier.Checkpoint);
        Assert.InRange(_fired.Value, before + 1, Million - 1);
    }

    [Fact]
    public void Due_timers_come_before_data_and_data_stays_behind_them()
    {
        var instance = Start(tight: false, inputs => inputs[0].KeyBy(n => 1).Process(new ProcessingTimer()));
        var task = instance.Tasks.First();
        Input(instance).Push(10, 0);
        Settle(instance);
        Input(instance).Push(20, 0);
        _time.SetUtcNow(DateTimeOffset.UnixEpoch.AddMilliseconds(15));
        Settle(instance);
        Assert.Equal([10, -10, 20], _output.Records.Values());
    }

    [Fact]
    public void A_trigger_comes_before_data()
    {
        var instance = new StreamAttempt(
            env => Take(env.FromSource(new Millrace.Tests.Testing.Outside.NumberSource(1000, 1)).Map(n => (long)n)), Settings(tight: false), _time, new SerializerCache());
        var task = instance.Tasks.First();
        task.Step();
        task.Step();
        var read = task.Task.Metrics.Input.Records;
        instance.Trigger(new CheckpointBarrier(1, false));
        task.Step();
        Assert.Equal(1, task.Snapshot?.Barrier.Checkpoint);
        Assert.Equal(read, task.Task.Metrics.Input.Records);
        task.Step();
        Assert.True(task.Task.Metrics.Input.Records > read);
    }

    [Fact]
    public void After_a_barrier_that_stops_a_source_reads_nothing_and_does_not_end()
    {
        var instance = new StreamAttempt(env => Take(env.FromSource(new Millrace.Tests.Testing.Outside.NumberSource(100, 1)).Map(n => (long)n)), Settings(tight: false), _time, new SerializerCache());
        var task = instance.Tasks.First();
        task.Step();
        instance.Trigger(new CheckpointBarrier(1, Stop: true));
        Settle(instance);
        Assert.InRange(task.Task.Metrics.Input.Records, 1, 50);
        Assert.False(task.Ended);
        Assert.False(instance.Outputs[0].IsEnded);
        Assert.Equal(long.MinValue, _output.Watermark);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_source_emits_again_when_the_stop_is_taken_back_or_a_later_checkpoint_shows_that_it_was(bool isTold)
    {
        var instance = new StreamAttempt(env => Take(env.FromSource(new Millrace.Tests.Testing.Outside.NumberSource(100, 1)).Map(n => (long)n)), Settings(tight: false), _time, new SerializerCache());
        var task = instance.Tasks.First();
        task.Step();
        instance.Trigger(new CheckpointBarrier(2, Stop: true));
        Settle(instance);
        task.Task.PostAbort(1);
        task.Wake();
        Settle(instance);
        Assert.InRange(task.Task.Metrics.Input.Records, 1, 50);
        if (isTold) task.Task.PostAbort(2);
        else instance.Trigger(new CheckpointBarrier(3));
        task.Wake();
        Settle(instance);
        Assert.Equal((true, 100), (task.Ended, task.Task.Metrics.Input.Records));
    }

    [Fact]
    public void A_watermark_leaves_also_while_outputs_are_never_empty()
    {
        var watermarks = WatermarkStrategy.Ascending<int>().WithTimestamps(n => (long)n);
        var instance = new StreamAttempt(env => Take(env.FromSource(new Millrace.Tests.Testing.Outside.NumberSource(10_000, 1), watermarks).Map(n => (long)n)), Settings(tight: true), _time, new SerializerCache());
        var task = instance.Tasks.First();
        for (var taken = 0; taken < 200; taken++)
        {
            while (task.Step()) { }
            Assert.True(instance.Outputs[0].TakeOne());
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_output.Watermark, 100, 200);
    }

    [Fact]
    public void Channels_are_taken_in_turn()
    {
        var instance = Start(tight: false, inputs => inputs[0].Union(inputs[1]).Map(n => (long)n), inputs: 2);
        foreach (var n in Enumerable.Range(0, 3)) Input(instance).Push(n, 0);
        foreach (var n in Enumerable.Range(10, 3)) Input(instance, 1).Push(n, 0);
        Settle(instance);
        Assert.Equal([0, 10, 1, 11, 2, 12], _output.Records.Values());
    }

    [Fact]
    public void Inputs_are_taken_in_turn_however_many_channels_they_have()
    {
        var instance = Start(tight: false, inputs => inputs[0].Union(inputs[1], inputs[2]).Connect(inputs[3]).Map(n => (long)n, n => (long)n), inputs: 4);
        for (var i = 0; i < 4; i++)
        {
            for (var n = 0; n < 3; n++) Input(instance, i).Push((i * 10) + n, 0);
        }

        Settle(instance);
        Assert.Equal([0, 30, 10, 31, 20, 32, 1, 11, 21, 2, 12, 22], _output.Records.Values());
    }

    [Fact]
    public void The_watermark_is_the_lowest_of_both_inputs()
    {
        var instance = Start(tight: false, inputs => inputs[0].KeyBy(n => 1).Connect(inputs[1].KeyBy(n => 1)).Process(new TimerOfEither()), inputs: 2);
        Input(instance).Push(10, 0);
        Input(instance, 1).Push(20, 0);
        instance.Inputs[0].Send(new WatermarkElement(30));
        Settle(instance);
        Assert.Empty(_output.Records);
        instance.Inputs[1].Send(new WatermarkElement(15));
        Settle(instance);
        Assert.Equal([10], _output.Records.Values());
        Assert.Equal(15, _output.Watermark);
        instance.Inputs[1].Send(new WatermarkElement(40));
        Settle(instance);
        Assert.Equal([10, 20], _output.Records.Values());
        Assert.Equal(30, _output.Watermark);
    }

    [Fact]
    public void A_channel_whose_barrier_came_is_not_taken_from_before_the_others()
    {
        var instance = Start(tight: false, inputs => inputs[0].Union(inputs[1]).Map(n => (long)n), inputs: 2);
        instance.Inputs[0].Send(new BarrierElement(new CheckpointBarrier(1, false)));
        Input(instance).Push(0, 0);
        Input(instance, 1).Push(10, 0);
        Input(instance, 1).Push(11, 0);
        Settle(instance);
        Assert.Equal([10, 11], _output.Records.Values());
        Assert.Null(instance.Tasks.First().Snapshot);
        instance.Inputs[1].Send(new BarrierElement(new CheckpointBarrier(1, false)));
        Settle(instance);
        Assert.Equal(1, instance.Tasks.First().Snapshot?.Barrier.Checkpoint);
        Assert.True(instance.Outputs[0].IsCut);
    }

    [Fact]
    public void Nobody_waits_for_the_barriers_of_an_aborted_checkpoint_and_a_late_one_has_no_effect()
    {
        var instance = Start(tight: false, inputs => inputs[0].Union(inputs[1]).Map(n => (long)n), inputs: 2);
        var task = instance.Tasks.First();
        instance.Inputs[0].Send(new BarrierElement(new CheckpointBarrier(1, false)));
        Input(instance).Push(0, 0);
        Settle(instance);
        Assert.Empty(_output.Records);
        task.Task.PostAbort(1);
        task.Wake();
        Settle(instance);
        Assert.Equal([0], _output.Records.Values());
        instance.Inputs[1].Send(new BarrierElement(new CheckpointBarrier(1, false)));
        Input(instance, 1).Push(10, 0);
        Settle(instance);
        Assert.Equal([0, 10], _output.Records.Values());
        Assert.Null(task.Snapshot);
        foreach (var input in instance.Inputs.Values) input.Send(new BarrierElement(new CheckpointBarrier(2, false)));
        Settle(instance);
        Assert.Equal(2, task.Snapshot?.Barrier.Checkpoint);
    }

    [Fact]
    public void A_source_forgets_the_trigger_of_an_aborted_checkpoint()
    {
        var instance = new StreamAttempt(
            env => Take(env.FromSource(new Millrace.Tests.Testing.Outside.NumberSource(10, 1)).Map(n => (long)n)), Settings(tight: false), _time, new SerializerCache());
        var task = instance.Tasks.First();
        instance.Trigger(new CheckpointBarrier(1, false));
        task.Task.PostAbort(1);
        Settle(instance);
        Assert.Null(task.Snapshot);
        instance.Trigger(new CheckpointBarrier(2, false));
        Settle(instance);
        Assert.Equal(2, task.Snapshot?.Barrier.Checkpoint);
    }

    private static AttemptSettings Settings(bool tight) => new(1, 1, 12, 0, []) { BatchSize = 1, Tight = tight };

    private static void Settle(StreamAttempt instance)
    {
        for (var ran = true; ran;)
        {
            ran = false;
            foreach (var task in instance.Tasks) ran |= task.Step();
            while (instance.Outputs[0].TakeOne()) ran = true;
        }
    }

    private StreamAttempt Start(bool tight, Func<DataStream<int>[], DataStream<long>> define, int inputs = 1) => new(
        env => Take(define([.. Enumerable.Range(0, inputs).Select(i => new PlayedSource<int>(i).From(env))])), Settings(tight), _time, new SerializerCache());

    private void Take(DataStream<long> stream) => new TakenSink<long>(_output).Take(stream);

    private static PlayedInput<int> Input(StreamAttempt instance, int input = 0) => (PlayedInput<int>)instance.Inputs[input];

    private sealed class Counter
    {
        public int Value { get; set; }
    }

    private sealed class Timers(int count, Counter fired) : KeyedProcessFunction<int, int, long>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<long> output)
        {
            for (var i = 0; i < count; i++) context.Timers.RegisterEventTimeTimer(i);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<long> output)
        {
            fired.Value++;
            output.Collect(context.Timestamp);
        }
    }

    private sealed class TimerOfEither : KeyedCoProcessFunction<int, int, int, long>
    {
        public override void Process1(int value, KeyedProcessContext<int> context, ICollector<long> output) => context.Timers.RegisterEventTimeTimer(value);

        public override void Process2(int value, KeyedProcessContext<int> context, ICollector<long> output) => context.Timers.RegisterEventTimeTimer(value);

        public override void OnTimer(OnTimerContext<int> context, ICollector<long> output) => output.Collect(context.Timestamp);
    }

    private sealed class ProcessingTimer : KeyedProcessFunction<int, int, long>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<long> output)
        {
            context.Timers.RegisterProcessingTimeTimer(value);
            output.Collect(value);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<long> output) => output.Collect(-context.Timestamp);
    }
}
