using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Hosts;
using Millrace.Hosting.Restoring;
using Millrace.Hosting.Storage;
using Millrace.JobManager;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Restoring;
using Millrace.JobManager.Slots;
using Millrace.Local.Cluster;
using Millrace.Local.Options;
using Millrace.TaskManager;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Local.Tests.Cluster;

/// <summary>A job on an embedded cluster with threads.</summary>
internal static class EmbeddedRun
{
    private const string Artifact = "test";

    /// <summary>Runs a job to its end, with its checkpoints in memory.</summary>
    public static Task<JobResult> Begin(Func<IStreamJob> createJob, int parallelism = 2) =>
        Begin(createJob, new JobStore(new MemoryBlobStore()), new JobRunOptions { Parallelism = parallelism, MaxParallelism = 8 }, (_, _) => { });

    /// <summary>Runs a job to its end.</summary>
    /// <param name="createJob">Creates the job.</param>
    /// <param name="store">The store of its checkpoints.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="onChange">Called for every change, with the cluster.</param>
    /// <param name="meter">Measures the job, or null.</param>
    public static Task<JobResult> Begin(Func<IStreamJob> createJob, JobStore store, JobRunOptions options, Action<LocalCluster, JobResult> onChange, EngineMeter? meter = null)
    {
        var library = new JobLibrary();
        library.Add(Artifact, createJob);
        var checkpoints = options.CheckpointDirectory is { } folder ? StorageUri.OfFolder(folder) : null;
        var restore = options.Restore is { } value ? RestorePoint.ParseAsync(value, checkpoints, new BlobStores(new AzureStorageOptions()), CancellationToken.None).Now() : null;
        var start = JobStart.PrepareAsync(createJob, Artifact, new Dictionary<string, string>(), options, checkpoints, restore, store, TimeProvider.System, new Random(1)).Now();
        if (start.Restored is null) Assert.True(store.TrySwapHead(start.FirstHead));
        var end = new TaskCompletionSource<JobResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        LocalCluster? cluster = null;
        var master = new JobMasterOptions { CheckpointInterval = TimeSpan.FromMilliseconds(20), Restore = start.GoBackTo };
        var host = new ThreadHost(e => end.TrySetException(e));
        var around = new JobSurroundings(store, new TaskManagerPool(host, TimeProvider.System), host, TimeProvider.System, new Random(1), NullLogger.Instance);
        cluster = new LocalCluster(new PlannedJob(start.Submission, start.Graph), library, master, new TaskExecutorOptions { Meter = meter }, around, Changed);
        cluster.Start();
        return end.Task;

        void Changed(JobResult result)
        {
            onChange(cluster!, result);
            if (JobStates.IsEnd(result.State)) end.TrySetResult(result);
        }
    }
}
