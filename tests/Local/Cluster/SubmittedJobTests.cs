using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Hosts;
using Millrace.JobManager;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Slots;
using Millrace.Local.Cluster;
using Millrace.TaskManager;
using Millrace.TaskManager.Loading;
using Millrace.TaskManager.Planning;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Artifacts;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Local.Tests.Cluster;

/// <summary>A job loaded from an artifact, on threads.</summary>
public sealed class SubmittedJobTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly TestArtifacts _artifacts = new();

    public void Dispose() => _artifacts.Dispose();

    [Fact]
    public async Task A_job_that_has_finished_leaves_no_code_where_contexts_are_collectible()
    {
        var library = new JobLibrary(new ArtifactCache(_artifacts.Store, Path.Combine(_artifacts.Folder, "cache")), collectibleJobs: true);
        var artifact = _artifacts.AddSource(JobSources.Stateful);
        using var meter = new EngineMeter();
        Assert.Equal(JobState.Finished, await Run(library, artifact, meter));
        library.Retire(artifact);
        var begun = TimeProvider.System.GetTimestamp();
        while (library.Loaded.Count > 0 && TimeProvider.System.GetElapsedTime(begun) < Longest)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Empty(library.Loaded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<JobState> Run(JobLibrary library, string artifact, EngineMeter meter)
    {
        var end = new TaskCompletionSource<JobState>(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = new ThreadHost(e => end.TrySetException(e));
        var answer = new TaskCompletionSource<PlanAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        new JobPlanner(library, host).Plan(new PlanRequest(new JobSubmission("job-1", "", artifact, new JobArguments(), 2, 8), [], IsNew: true), answer.SetResult);
        var planned = (await answer.Task).Planned!;
        var store = new JobStore(new MemoryBlobStore());
        Assert.True(store.TrySwapHead(JobHead.Create("job-1", planned.Job.JobName, 8)));
        var master = new JobMasterOptions { CheckpointInterval = TimeSpan.FromMilliseconds(20) };
        var around = new JobSurroundings(store, new TaskManagerPool(host, TimeProvider.System), host, TimeProvider.System, new Random(1), NullLogger.Instance);
        new LocalCluster(planned, library, master, new TaskExecutorOptions { Meter = meter }, around, Changed).Start();
        return await end.Task;

        void Changed(JobResult result)
        {
            if (JobStates.IsEnd(result.State)) end.TrySetResult(result.State);
        }
    }
}
