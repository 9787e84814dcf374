using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Slots;
using Millrace.Local.Cluster;
using Millrace.Local.Options;
using Millrace.TaskManager;
using Millrace.Testing;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Hosts;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>A whole cluster in virtual time, on the test's thread.</summary>
public sealed class IdleSourceTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly ManualHost _host = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Event_time_goes_on_although_a_split_is_silent(int parallelism)
    {
        var world = new TestSink<long>();
        var state = JobState.Created;
        var cluster = Start(() => new SilentSplitJob(world), parallelism, r => state = r.State);
        cluster.Start();
        RunTo(400);
        Assert.Empty(world.Visible);
        RunTo(600);
        Assert.Equal([1000], world.Visible);
        Assert.Equal(JobState.Running, state);
        RunTo(2000);
        Assert.Equal([1000, 1500, 1600, 1700], world.Visible.Order());
        Assert.Equal(JobState.Finished, state);
    }

    private void RunTo(long milliseconds)
    {
        _host.Settle();
        while (_time.GetUtcNow().ToUnixTimeMilliseconds() < milliseconds)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            _host.Settle();
        }
    }

    private LocalCluster Start(Func<IStreamJob> createJob, int parallelism, Action<JobResult> onChange)
    {
        var library = new JobLibrary();
        library.Add("test", createJob);
        var store = new JobStore(new MemoryBlobStore());
        var options = new JobRunOptions { Parallelism = parallelism, MaxParallelism = 8 };
        var start = JobStart.PrepareAsync(createJob, "test", new Dictionary<string, string>(), options, null, null, store, _time, new Random(1)).Now();
        Assert.True(store.TrySwapHead(start.FirstHead));
        var master = new JobMasterOptions { CheckpointInterval = TimeSpan.FromMilliseconds(100) };
        var around = new JobSurroundings(store, new TaskManagerPool(_host, _time), _host, _time, new Random(1), NullLogger.Instance);
        return new LocalCluster(new PlannedJob(start.Submission, start.Graph), library, master, new TaskExecutorOptions(), around, onChange);
    }

    /// <summary>Emits each number when event time has reached it.</summary>
    private sealed class SilentSplitJob(TestSink<long> world) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) => env
            .FromSource(
                new TimedSource(Boundedness.Bounded, 2, (0, 0, 1000), (0, 100, 1500), (0, 1500, 1700), (1, 1500, 1600)),
                WatermarkStrategy.Ascending<int>().WithIdleness(TimeSpan.FromMilliseconds(400)).WithTimestamps(n => (long)n))
            .KeyBy(n => n)
            .Process(new InTime())
            .SinkTo(world);
    }

    private sealed class InTime : KeyedProcessFunction<int, int, long>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<long> output) => context.Timers.RegisterEventTimeTimer(value);

        public override void OnTimer(OnTimerContext<int> context, ICollector<long> output) => output.Collect(context.Timestamp);
    }
}
