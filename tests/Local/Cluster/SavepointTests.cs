using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.Local.Cluster;
using Millrace.Local.Options;
using Millrace.Testing;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

public sealed class SavepointTests : IDisposable
{
    private const int Numbers = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-savepoint-").FullName;
    private readonly TestSink<(int Key, long Count)> _world = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_job_goes_on_from_a_savepoint_long_after_its_checkpoints_have_gone()
    {
        var savepoint = new TaskCompletionSource<SavepointResult>();
        var isAsked = false;
        var first = Begin(null, rate: 1_000, (cluster, result) =>
        {
            if (result is { Checkpoints: 1, State: JobState.Running } && !isAsked) cluster.Savepoint(savepoint.SetResult);
            isAsked |= result.Checkpoints == 1;
            if (result.Checkpoints == 6) cluster.Stop();
        });
        var path = (await savepoint.Task).Path!;
        Assert.Equal(JobState.Stopped, (await first).State);
        Assert.True(File.Exists(path), path);

        var reached = new JobStore(new DirectoryBlobStore(_folder)).Reach(Path.GetRelativePath(_folder, path));
        Assert.All(reached, name => Assert.StartsWith(Path.GetDirectoryName(path)!, Path.Combine(_folder, name), StringComparison.Ordinal));

        var result = await Begin(Path.GetDirectoryName(path), rate: 1e9, (_, _) => { });
        Assert.Equal(JobState.Finished, result.State);
        var counts = _world.Visible.GroupBy(c => c.Key).ToDictionary(g => g.Key, g => g.Select(c => c.Count).Order());
        foreach (var key in Enumerable.Range(0, 10)) Assert.Equal(Enumerable.Range(1, Numbers / 10).Select(i => (long)i), counts[key]);
    }

    [Fact]
    public async Task A_savepoint_of_a_job_that_has_ended_fails()
    {
        LocalCluster? ended = null;
        await Begin(null, rate: 1e9, (cluster, _) => ended = cluster);
        var answer = new TaskCompletionSource<SavepointResult>();
        ended!.Savepoint(answer.SetResult);
        Assert.Null(answer.Task.IsCompleted ? (await answer.Task).Path : null);
    }

    private Task<JobResult> Begin(string? restore, double rate, Action<LocalCluster, JobResult> onChange) => EmbeddedRun.Begin(
        () => new CountJob(_world, rate),
        new JobStore(new DirectoryBlobStore(_folder)),
        new JobRunOptions { Parallelism = restore is null ? 2 : 3, MaxParallelism = restore is null ? 8 : null, CheckpointDirectory = _folder, Restore = restore },
        onChange);

    private sealed class CountJob(TestSink<(int Key, long Count)> world, double rate) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(Numbers, 4)).RateLimit(rate).Uid("numbers")
                .KeyBy(n => n % 10).Count().Uid("counts").SinkTo(world).Uid("world");
    }
}
