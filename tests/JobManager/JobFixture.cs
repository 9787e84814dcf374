using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager.Slots;
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
        if (Store.ReadHead(JobId) is null) Store.TrySwapHead(JobHead.Create(JobId, "job", 8), 0);
        (Planner.Restart, Planner.CanRetract) = (restart ?? RestartPolicy.Default, canRetract);
        var job = new JobSubmission(JobId, "job", "artifact", new JobArguments(), 2, 8);
        Pool = new TaskManagerPool(Host, Time);
        _master = new JobMaster(
            job, new PlannedJob(job, PlayedPlanner.Graph(job, Planner.Restart, canRetract)), options ?? new JobMasterOptions(), Store, Host, Pool, Time, new Random(1), NullLogger.Instance, Results.Add);
        TaskManagers = [new FakeTasks("tm-0", _master), new FakeTasks("tm-1", _master)];
        foreach (var taskManager in TaskManagers) Join(taskManager);
    }

    public IJobManagerGateway JobManager => _master;

    public ManualHost Host { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public MemoryBlobStore Blobs { get; }

    public BlobFaults Faults { get; }

    public JobStore Store { get; }

    public TaskManagerPool Pool { get; }

    public PlayedPlanner Planner { get; } = new();

    public IReadOnlyList<FakeTasks> TaskManagers { get; }

    public FakeTasks First => TaskManagers[0];

    public FakeTasks Second => TaskManagers[1];

    public List<JobResult> Results { get; } = [];

    public JobResult Result => Results[^1];

    public JobHead Head => Store.ReadHead(JobId)!.Value.Head;

    /// <summary>A task manager of two slots joins.</summary>
    public void Join(FakeTasks taskManager, int slots = 2) => Pool.Join(new TaskManagerRegistration(taskManager.Id, "", "", slots), taskManager, Planner);

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
