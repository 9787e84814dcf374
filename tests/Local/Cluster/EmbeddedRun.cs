using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.Local.Cluster;
using Millrace.Local.Hosts;
using Millrace.Local.Options;
using Millrace.TaskManager;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Local.Tests.Cluster;

/// <summary>A job on an embedded cluster with threads, its checkpoints in memory.</summary>
internal static class EmbeddedRun
{
    private const string Artifact = "test";

    /// <summary>Runs a job to its end.</summary>
    public static JobResult Run(Func<IStreamJob> createJob)
    {
        var (store, library) = (new JobStore(new MemoryBlobStore()), new JobLibrary());
        library.Add(Artifact, createJob);
        var options = new JobRunOptions { Parallelism = 2, MaxParallelism = 8 };
        var start = JobStart.Prepare(createJob(), Artifact, new Dictionary<string, string>(), options, store, TimeProvider.System, new Random(1));
        Assert.True(store.TrySwapHead(start.FirstHead, 0));
        var end = new TaskCompletionSource<JobResult>();
        var cluster = new LocalCluster(
            start.Submission,
            start.Graph,
            library,
            store,
            new JobMasterOptions { CheckpointInterval = TimeSpan.FromMilliseconds(20) },
            new ThreadHost(e => end.TrySetException(e)),
            TimeProvider.System,
            new Random(1),
            NullLogger.Instance,
            result =>
            {
                if (LocalCluster.IsEnd(result.State)) end.TrySetResult(result);
            });
        cluster.Start();
        return end.Task.GetAwaiter().GetResult();
    }
}
