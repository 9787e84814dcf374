using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Metrics;
using Millrace.Core.Restoring;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Checkpoints;
using Millrace.TaskManager.Loading;
using Millrace.TaskManager.Planning;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Artifacts;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.TaskManager.Tests.Loading;

/// <summary>A submitted job that has run leaves nothing in memory, unless it pinned itself.</summary>
public sealed class UnloadingTests : IDisposable
{
    private const int Collections = 20;

    private readonly TestArtifacts _artifacts = new();
    private readonly ManualHost _host = new();
    private readonly JobManagerRecord _jobManager = new();
    private readonly JobStore _store = new(new MemoryBlobStore());

    public void Dispose() => _artifacts.Dispose();

    [Fact]
    public void A_job_that_pins_nothing_is_gone()
    {
        var library = new JobLibrary(new ArtifactCache(_artifacts.Store, Path.Combine(_artifacts.Folder, "cache")), collectibleJobs: true);
        using var meter = new EngineMeter();
        var executor = new TaskExecutor(
            new TaskContext("tm", library, _store, new ChannelRegistry(), _host, new FakeTimeProvider(), _jobManager) { Options = new TaskExecutorOptions { Meter = meter } });
        var artifact = _artifacts.AddSource(JobSources.Stateful);
        Run(executor, library, artifact);
        library.Retire(artifact);
        Collect(library);
        Assert.Empty(library.Loaded);
    }

    [Fact]
    public void What_pins_a_job_is_named_by_its_assembly()
    {
        var library = new JobLibrary(new ArtifactCache(_artifacts.Store, Path.Combine(_artifacts.Folder, "cache")), collectibleJobs: true);
        var artifact = _artifacts.AddSource(
            """
            public class PinningJob : IStreamJob
            {
                public void Define(StreamEnvironment env, JobArguments args)
                {
                    AppDomain.CurrentDomain.ProcessExit += (_, _) => GC.KeepAlive(this);
                    throw new InvalidJobException("pinned");
                }
            }
            """,
            "Pinning");
        Assert.Equal("pinned", Refusal(library, artifact));
        library.Retire(artifact);
        Collect(library);
        var left = Assert.Single(library.Loaded);
        Assert.Equal((artifact, true, "Pinning"), (left.Hash, left.Retired, Assert.Single(left.Assemblies)));
    }

    [Theory]
    [InlineData("throw new InvalidOperationException()")]
    [InlineData("System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite)")]
    public void What_a_job_does_when_it_is_unloaded_ends_and_holds_up_nothing(string what)
    {
        var library = new JobLibrary(new ArtifactCache(_artifacts.Store, Path.Combine(_artifacts.Folder, "cache")), collectibleJobs: true);
        var artifact = _artifacts.AddSource(
            $$"""
            public class UnloadedJob : IStreamJob
            {
                public void Define(StreamEnvironment env, JobArguments args)
                {
                    System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(GetType().Assembly)!.Unloading += _ => {{what}};
                    throw new InvalidJobException("defined");
                }
            }
            """,
            "Unloaded");
        Assert.Equal("defined", Refusal(library, artifact));
        library.Retire(artifact);
        Assert.DoesNotContain(library.Loaded, a => a.Hash == artifact && !a.Retired);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string Refusal(JobLibrary library, string artifact) =>
        new JobPlanner(library, _host).Answer(new PlanRequest(new JobSubmission("", "", artifact, new JobArguments(), 1, 8), [])).Failure!.Message;

    private static void Collect(JobLibrary library)
    {
        for (var i = 0; i < Collections && library.Loaded.Count > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Run(TaskExecutor executor, JobLibrary library, string artifact)
    {
        var answer = new JobPlanner(library, _host).Answer(
            new PlanRequest(new JobSubmission("job-1", "", artifact, new JobArguments(), 2, 8), ["--folder", Path.Combine(_artifacts.Folder, "out")], IsNew: true));
        Assert.Null(answer.Failure);
        var (job, graph) = (answer.Planned!.Job, answer.Planned.Graph);
        var restored = Attempt(executor, job, graph, 1, null);
        Attempt(executor, job, graph, 2, restored);
        Assert.Equal(["job-1"], Assert.Single(library.Loaded).Jobs.Concat(["job-1"]).Distinct());
    }

    /// <summary>Runs the job to the end of its input and takes a checkpoint there.</summary>
    private RestoredCheckpoint Attempt(TaskExecutor executor, JobSubmission job, JobGraph graph, int number, RestoredCheckpoint? restored)
    {
        _jobManager.Acknowledgements.Clear();
        var attempt = new ExecutionAttempt("job-1", number);
        var deployment = Deployment.Of(graph, number, new TaskPlacement([new TaskManagerAddress("tm", "")], [0, 0]));
        executor.Deploy(new DeployTasks(job, attempt, graph.Fingerprint(), [.. graph.Subtasks], deployment, restored));
        _host.Settle();
        executor.Trigger(attempt, new CheckpointBarrier(number), null);
        _host.Settle();
        Assert.Empty(_jobManager.Failures.Select(f => f.Summary + f.Details));
        Assert.Equal(graph.Subtasks.Count(), _jobManager.Acknowledgements.Count);
        var head = JobHead.Create("job-1", "job", 8);
        for (var i = 0; i < number; i++) head = head.BeginAttempt(1, 0);
        executor.Permit(CommitPermit.From(head.Complete(new RetainedCheckpoint(number, "manifest"), 1))!);
        _host.Settle();
        executor.End(attempt, [.. graph.Subtasks]);
        _host.Settle();
        Assert.Contains(number, _jobManager.EndedAttempts);
        var state = _jobManager.Acknowledgements.OrderBy(static a => a.Subtask.Index).ToLookup(static a => a.Subtask.Vertex, static a => a.State);
        return new RestoredCheckpoint(
            TestCheckpoints.Empty(number, "job-1") with { Vertices = [.. graph.Vertices.Select(v => new VertexState([.. v.Operators.Select(static o => o.Id.Value)], deployment.AssignmentOf(v.Index), [.. state[v.Index]]))] },
            [.. graph.Operators]);
    }
}
