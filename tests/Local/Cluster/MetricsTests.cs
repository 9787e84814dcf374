using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;
using Millrace.Local.Options;
using Millrace.Testing;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Metrics;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>The instruments of an embedded cluster after its job has ended; several clusters run side by side.</summary>
public sealed class MetricsTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(400)]
    public async Task A_cluster_measures_its_own_job_over_both_task_managers(int numbers)
    {
        using var meter = new EngineMeter();
        using var readings = new MeterReadings(meter);
        var world = new TestSink<long>();
        var result = await EmbeddedRun.Begin(
            () => new SumsJob(numbers, world), new JobStore(new MemoryBlobStore()), new JobRunOptions { Parallelism = 2, MaxParallelism = 8 }, static (_, _) => { }, meter);
        Assert.Equal((JobState.Finished, numbers), (result.State, world.Visible.Count));
        Assert.Equal(numbers, readings.Sum(MetricNames.SourceRecords));
        Assert.Equal(numbers * 2, readings.Sum(MetricNames.RecordsIn));
        Assert.Equal(numbers, readings.Sum(MetricNames.RecordsOut));
        Assert.Equal(result.Checkpoints, readings.Sum(MetricNames.Checkpoints, MetricNames.OutcomeTag, "completed"));
        Assert.Equal(result.Checkpoints, readings.All(MetricNames.CheckpointDuration).Count);
        Assert.Equal(readings.Sum(MetricNames.CheckpointSize), readings.Sum(MetricNames.TaskCheckpointSize));
        Assert.Equal(0, readings.Sum(MetricNames.Restarts));
        Assert.Equal([0, 1], readings.All(MetricNames.SourceRecords).Select(m => (int)m.Tags[MetricNames.SubtaskTag]!).Order());
        Assert.All(readings.All(MetricNames.Time), m => Assert.InRange(m.Value, 0, 1000));
    }

    private sealed class SumsJob(int numbers, TestSink<long> world) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(numbers, 4)).Uid("numbers").KeyBy(n => n % 10).Process(new Sums()).Uid("sums").SinkTo(world).Uid("world");
    }

    private sealed class Sums : KeyedProcessFunction<int, int, long>
    {
        private readonly ValueState<long> _sum = new("sum");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<long> output)
        {
            _sum.TryGet(out var sum);
            _sum.Update(sum + value);
            output.Collect(sum + value);
        }
    }
}
