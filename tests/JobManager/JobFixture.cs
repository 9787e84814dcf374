using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Slots;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.JobManager.Tests;

/// <summary>A job manager over two simulated task managers, in virtual time. The job: a source and a sink, two subtasks each.</summary>
internal sealed class JobFixture
{
    public const string JobId = "job-1";

    private readonly Dictionary<string, TaskManagerRegistration> _joined = new(StringComparer.Ordinal);
    private readonly JobMaster _master;

    /// <param name="options">How the job is run.</param>
    /// <param name="restart">Its restart policy.</param>
    /// <param name="canRetract">Whether its sink can retract output.</param>
    /// <param name="blobs">The store; null for an empty one.</param>
    /// <param name="slots">The number of slots of each task manager; 0 where none joins yet.</param>
    /// <param name="operators">Parallelism set for operators.</param>
    /// <param name="isPlanned">Whether it is already planned.</param>
    /// <param name="isDivided">Whether every subtask is a failover region of its own.</param>
    public JobFixture(
        JobMasterOptions? options = null,
        RestartPolicy? restart = null,
        bool canRetract = true,
        MemoryBlobStore? blobs = null,
        int slots = 2,
        Dictionary<string, int>? operators = null,
        bool isPlanned = true,
        bool isDivided = false)
    {
        Blobs = blobs ?? new MemoryBlobStore();
        Faults = new BlobFaults(Blobs);
        Store = new JobStore(Faults);
        if (Store.ReadHead(JobId) is null) Store.TrySwapHead(JobHead.Create(JobId, "job", 8));
        (Planner.Restart, Planner.CanRetract, Planner.IsDivided) = (restart ?? RestartPolicy.Default, canRetract, isDivided);
        var job = new JobSubmission(JobId, "job", "artifact", new JobArguments(), 2, 8);
        if (operators is not null) job = job with { OperatorParallelism = operators };
        var planned = isPlanned ? new PlannedJob(job, PlayedPlanner.Graph(job, Planner.Restart, canRetract, isDivided: isDivided)) : null;
        Pool = new TaskManagerPool(Host, Time);
        _master = new JobMaster(
            job, planned, options ?? new JobMasterOptions(), new JobSurroundings(Store, Pool, Host, Time, new Random(1), NullLogger.Instance) { Leads = limit => Leads(limit), OnSuspended = () => Suspensions++ }, Results.Add);
        var router = new JobRouter(Pool);
        router.Add(JobId, _master);
        JobManager = router;
        TaskManagers = [new FakeTasks("tm-0", router), new FakeTasks("tm-1", router)];
        foreach (var taskManager in TaskManagers.Where(_ => slots > 0)) Join(taskManager, slots);
    }

    /// <summary>Whether this process leads; by default another one does as soon as it runs the job.</summary>
    public Func<CancellationToken, Task<bool>> Leads { get; set; } = static _ => Task.FromResult(false);

    /// <summary>How often it was told that another process runs the job.</summary>
    public int Suspensions { get; private set; }

    public JobMaster Master => _master;

    public IJobManagerGateway JobManager { get; }

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

    public JobHead Head => Store.ReadHead(JobId)!.Head;

    /// <summary>A task manager joins; the pool is notified when the host settles.</summary>
    public void Join(FakeTasks taskManager, int slots = 2)
    {
        _joined[taskManager.Id] = new TaskManagerRegistration(taskManager.Id, "", "", slots);
        Pool.Join(_joined[taskManager.Id], taskManager, Planner);
    }

    /// <summary>A task manager leaves.</summary>
    public void Leave(FakeTasks taskManager)
    {
        taskManager.IsCutOff = true;
        Pool.Leave(_joined[taskManager.Id], "was killed");
        Host.Settle();
    }

    /// <summary>The process of a task manager ends, and another one with the same name joins.</summary>
    public void Die(FakeTasks taskManager, string next)
    {
        Pool.Leave(_joined[taskManager.Id], "was killed");
        Host.Settle();
        taskManager.Restart();
        _joined[taskManager.Id] = _joined[taskManager.Id] with { Instance = next };
        Pool.Join(_joined[taskManager.Id], taskManager, Planner);
        Host.Settle();
    }

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

    /// <summary>Requests a stop as the command does; its answers are added to the list.</summary>
    public List<SavepointResult> StopWithSavepoint(bool drain = false)
    {
        var answers = new List<SavepointResult>();
        _master.Stop(new StopRequest(IsSavepoint: true, drain, answers.Add));
        Host.Settle();
        return answers;
    }

    public SavepointResult? Savepoint() => AskSavepoint() is [var only] ? only : null;

    /// <summary>Requests a savepoint; its answers are added to the list.</summary>
    public List<SavepointResult> AskSavepoint()
    {
        var answers = new List<SavepointResult>();
        _master.Savepoint(answers.Add);
        Host.Settle();
        return answers;
    }

    /// <summary>Requests a rescale; its answers are added to the list.</summary>
    public List<ScaleResult> Rescale(int? parallelism, Dictionary<string, int>? operators = null, double seconds = 60)
    {
        var answers = new List<ScaleResult>();
        _master.Rescale(new ScaleRequest(parallelism, operators ?? [], TimeSpan.FromSeconds(seconds)), answers.Add);
        Host.Settle();
        return answers;
    }

    public void Cancel()
    {
        _master.Cancel();
        Host.Settle();
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

    /// <summary>Advances time in steps so small that heartbeats go out one by one.</summary>
    public void Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < time && !JobStates.IsEnd(Results.Count == 0 ? JobState.Created : Result.State); passed += step)
        {
            Time.Advance(step);
            Host.Settle();
        }
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));
}
