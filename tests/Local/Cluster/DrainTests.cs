using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.JobManager.Jobs;
using Millrace.Local.Options;
using Millrace.Testing;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>A stop that drains: event time advances to its end before the savepoint.</summary>
public sealed class DrainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-drain-").FullName;
    private readonly TestSink<(int Key, TimeWindow Window, long Count)> _world = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_windows_hold_is_put_out_and_the_job_has_finished()
    {
        var stopped = new TaskCompletionSource<SavepointResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var result = await EmbeddedRun.Begin(
            () => new WindowJob(_world),
            new JobStore(new DirectoryBlobStore(_folder)),
            new JobRunOptions { Parallelism = 2, MaxParallelism = 8, CheckpointDirectory = _folder },
            (cluster, result) =>
            {
                if (result is { Checkpoints: 2, State: JobState.Running, IsStopRequested: false }) cluster.Stop(new StopRequest(IsSavepoint: true, Drain: true, stopped.SetResult));
            });
        Assert.Equal(JobState.Finished, result.State);
        Assert.Equal(Enumerable.Range(0, 10), _world.Visible.Select(c => c.Key).Order());
        Assert.All(_world.Visible, c => Assert.True(c.Count > 0));
        var path = (await stopped.Task).Path!;
        Assert.True(new JobStore(new DirectoryBlobStore(_folder)).ReadManifest(Path.GetRelativePath(_folder, path)).Finished);
    }

    private sealed class WindowJob(TestSink<(int Key, TimeWindow Window, long Count)> world) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(1_000_000_000, 4), WatermarkStrategy.Ascending<int>().WithTimestamps(static _ => 1)).RateLimit(20_000).Uid("numbers")
                .KeyBy(n => n % 10)
                .Window(TumblingEventTimeWindows.Of(TimeSpan.FromHours(1))).Count().Uid("counts").SinkTo(world).Uid("world");
    }
}
