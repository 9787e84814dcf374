using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Metrics;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Serialization;
using Millrace.Testing.Attempts;
using Millrace.Tests.Testing.Harness;
using Millrace.Tests.Testing.Metrics;

namespace Millrace.Runtime.Tests.Tasks;

/// <summary>A task's counters, in virtual time.</summary>
public sealed class TaskMeasuringTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly EngineMeter _meter = new();
    private readonly MeterReadings _readings;

    public TaskMeasuringTests() => _readings = new MeterReadings(_meter);

    public void Dispose()
    {
        _readings.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Records_batches_bytes_and_state_are_counted_by_task()
    {
        var instance = Start(tight: false);
        foreach (var n in Enumerable.Range(0, 10)) Input(instance).Push(n, n);
        Settle(instance);
        // An int, its timestamp, the key's hash, the key's end offset, and its 8 bytes.
        Assert.Equal(
            (10, 10, 10, 10 * (4 + 8 + 8 + 4 + 8), 10 * (8 + 8)),
            (Sum(MetricNames.RecordsIn), Sum(MetricNames.RecordsOut), Sum(MetricNames.BatchesIn), Sum(MetricNames.BytesIn), Sum(MetricNames.BytesOut)));
        Assert.Equal(0, Sum(MetricNames.SourceRecords));
        _readings.All(MetricNames.StateEntries);
        Settle(instance);
        var entries = Assert.Single(_readings.All(MetricNames.StateEntries));
        Assert.Equal((3, "sum"), (entries.Value, entries.Tags[MetricNames.OperatorTag]));
        Assert.InRange(Sum(MetricNames.StateSize), 3 * 16, 10_000);
    }

    [Fact]
    public void Time_without_input_is_idle_and_time_without_room_is_backpressure()
    {
        var instance = Start(tight: true);
        Settle(instance);
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var n = 0; n < 5; n++) Input(instance).Push(n, n);
        while (instance.Tasks.First().Step()) { }
        _time.Advance(TimeSpan.FromSeconds(3));
        Settle(instance);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((0, 6, 3), (TimeOf("busy"), TimeOf("idle"), TimeOf("backpressured")));
    }

    [Fact]
    public void The_watermark_and_its_lag_are_there_once_it_is_known_and_until_the_end()
    {
        var instance = Start(tight: false);
        Settle(instance);
        Assert.Empty(_readings.All(MetricNames.Watermark));
        _time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(100));
        instance.Inputs[0].Send(new WatermarkElement(70_000));
        Settle(instance);
        Assert.Equal((70_000, 30), (Sum(MetricNames.Watermark), Sum(MetricNames.WatermarkLag)));
        instance.Inputs[0].Send(new WatermarkElement(long.MaxValue));
        Settle(instance);
        Assert.Empty(_readings.All(MetricNames.WatermarkLag));
    }

    [Fact]
    public void Alignment_lasts_from_the_first_barrier_to_the_last()
    {
        var instance = Start(tight: false, inputs: 2);
        instance.Inputs[0].Send(new BarrierElement(new CheckpointBarrier(1)));
        Settle(instance);
        _time.Advance(TimeSpan.FromSeconds(2));
        instance.Inputs[1].Send(new BarrierElement(new CheckpointBarrier(1)));
        Settle(instance);
        Assert.Equal(2, _readings.Sum(MetricNames.TaskCheckpointDuration, MetricNames.PhaseTag, "alignment"));
        Assert.Contains(_readings.All(MetricNames.TaskCheckpointDuration), m => Equals(m.Tags[MetricNames.PhaseTag], "copying"));
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

    private static PlayedInput<int> Input(StreamAttempt instance) => (PlayedInput<int>)instance.Inputs[0];

    private double Sum(string name) => _readings.Sum(name);

    private double TimeOf(string state) => _readings.Sum(MetricNames.Time, MetricNames.StateTag, state);

    private StreamAttempt Start(bool tight, int inputs = 1)
    {
        var serializers = new SerializerCache();
        var instance = new StreamAttempt(
            env =>
            {
                DataStream<int>[] sources = [.. Enumerable.Range(0, inputs).Select(i => new PlayedSource<int>(i).From(env))];
                var stream = inputs == 1 ? sources[0] : sources[0].Union(sources[1]);
                new TakenSink<long>(new RunOutput<long>(serializers.For<long>())).Take(stream.KeyBy(n => (long)n % 3).Process(new Sum3()).Name("sum"));
            },
            new AttemptSettings(1, 1, 1, 0, []) { BatchSize = 1, Tight = tight }, _time, serializers);
        foreach (var (task, index) in instance.Tasks.Select((t, i) => (t, i)))
        {
            task.Task.Metrics.WakeBy(task.Wake);
            _meter.Add(new TaskIdentity("job", "job", "sum", new SubtaskId(1, index), 1), task.Task.Metrics);
        }

        return instance;
    }

    private sealed class Sum3 : KeyedProcessFunction<long, int, long>
    {
        private readonly ValueState<long> _sum = new("sum");

        public override void Process(int value, KeyedProcessContext<long> context, ICollector<long> output)
        {
            _sum.TryGet(out var sum);
            _sum.Update(sum + value);
            output.Collect(sum + value);
        }
    }
}
