using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.JobManager.Tests;

/// <summary>A job manager over two task managers that are played, in virtual time. The job: a source and a sink, two subtasks each.</summary>
internal sealed class JobFixture
{
    public const string JobId = "job-1";

    private readonly JobMaster _master;

    public JobFixture(JobMasterOptions? options = null, RestartPolicy? restart = null, bool canRetract = true, MemoryBlobStore? blobs = null)
    {
        Blobs = blobs ?? new MemoryBlobStore();
        Faults = new BlobFaults(Blobs);
        Store = new JobStore(Faults);
        var graph = new JobGraph(
            8,
            [
                new JobVertex(0, 2, [new JobOperator(new OperatorId("source"), "source", "source", OperatorRole.Source, true, false, [])]),
                new JobVertex(1, 2, [new JobOperator(new OperatorId("sink"), "sink", "sink", OperatorRole.ExactlyOnceSink, true, canRetract, [])]),
            ],
            [])
        { Restart = restart ?? RestartPolicy.Default };
        if (Store.ReadHead(JobId) is null) Store.TrySwapHead(JobHead.Create(JobId, "job", 8), 0);
        _master = new JobMaster(
            new JobSubmission(JobId, "job", "artifact", new JobArguments(), 2, 8),
            graph,
            options ?? new JobMasterOptions(),
            Store,
            Host,
            master => TaskManagers = [new FakeTasks("tm-0", master), new FakeTasks("tm-1", master)],
            Time,
            new Random(1),
            NullLogger.Instance,
            Results.Add);
    }

    public IJobManagerGateway JobManager => _master;

    public ManualHost Host { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public MemoryBlobStore Blobs { get; }

    public BlobFaults Faults { get; }

    public JobStore Store { get; }

    public IReadOnlyList<FakeTasks> TaskManagers { get; private set; } = [];

    public FakeTasks First => TaskManagers[0];

    public FakeTasks Second => TaskManagers[1];

    public List<JobResult> Results { get; } = [];

    public JobResult Result => Results[^1];

    public JobHead Head => Store.ReadHead(JobId)!.Value.Head;

    public JobFixture Start()
    {
        _master.Start();
        Host.Settle();
        return this;
    }

    public void Stop()
    {
        _master.Stop();
        Host.Settle();
    }

    public SavepointResult? Savepoint()
    {
        SavepointResult? result = null;
        _master.Savepoint(r => result = r);
        Host.Settle();
        return result;
    }

    public void EndInput()
    {
        foreach (var taskManager in TaskManagers) taskManager.EndInput();
        Host.Settle();
    }

    public void Fail(FailureDomain domain, string message = "it threw")
    {
        First.Fail(domain, message);
        Host.Settle();
    }

    /// <summary>Lets time pass, so finely that one heartbeat goes out after the other.</summary>
    public void Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < time && !JobTransitions.IsEnd(Results.Count == 0 ? JobState.Created : Result.State); passed += step)
        {
            Time.Advance(step);
            Host.Settle();
        }
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));
}
