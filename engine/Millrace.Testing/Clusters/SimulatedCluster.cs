using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Core.KeyGroups;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Slots;
using Millrace.Local.Cluster;
using Millrace.TaskManager;
using Millrace.TaskManager.Planning;
using Millrace.Testing.Hosts;

namespace Millrace.Testing.Clusters;

/// <summary>A job manager and task managers, each in its own simulated process. It composes the real ones and makes no decisions itself.</summary>
internal sealed class SimulatedCluster
{
    private readonly Scheduler _scheduler;
    private readonly ChannelRegistry _channels;
    private readonly List<SimulatedProcess> _taskManagers = [];
    private readonly SimulatedProcess _jobManager;
    private readonly JobMaster _master;

    public SimulatedCluster(
        Scheduler scheduler,
        SimulatedProcess jobManager,
        JobStart start,
        ClusterShape shape,
        JobLibrary library,
        JobStore store,
        Random random,
        ChannelRegistry channels)
    {
        (_scheduler, _jobManager, _channels) = (scheduler, jobManager, channels);
        var pool = new TaskManagerPool(jobManager, jobManager.Clock);
        var around = new JobSurroundings(store, pool, jobManager, jobManager.Clock, random, NullLogger.Instance);
        _master = new JobMaster(start.Submission, new PlannedJob(start.Submission, start.Graph), shape.Master, around, r => Result = r);
        var planner = new JobPlanner(library, jobManager);
        foreach (var index in Enumerable.Range(0, shape.TaskManagers))
        {
            var taskManager = StartTaskManager(index, _master, shape, library, store, random);
            pool.Join(new TaskManagerRegistration(taskManager.Id, "", "", KeyGroup.HighestMaxParallelism), taskManager, planner);
        }
    }

    public JobResult Result { get; private set; } = new(JobState.Created, 0, 0, 0, null);

    public void Start() => _jobManager.As(_master.Start);

    public void Stop() => _jobManager.As(_master.Stop);

    public void Savepoint(Action<SavepointResult> onEnd) => _jobManager.As(() => _master.Savepoint(onEnd));

    public void KillAll()
    {
        _jobManager.Kill();
        foreach (var taskManager in _taskManagers) taskManager.Kill();
    }

    private TaskManagerLink StartTaskManager(
        int index, IJobManagerGateway master, ClusterShape shape, JobLibrary library, JobStore store, Random random)
    {
        var id = $"taskmanager-{index}";
        var process = new SimulatedProcess(_scheduler, id, TimeSpan.FromMilliseconds(random.Next(-50, 51)));
        _taskManagers.Add(process);
        var up = new JobManagerLink(new Link(_scheduler, process, _jobManager), master);
        var options = new TaskExecutorOptions { BatchSize = shape.BatchSize, Snapshots = shape.Snapshots };
        if (shape.StateBackend is { } stateBackend) options = options with { StateBackend = stateBackend };
        var executor = new TaskExecutor(new TaskContext(id, library, store, _channels, process, process.Clock, up) { Options = options });
        return new TaskManagerLink(new Link(_scheduler, _jobManager, process), executor);
    }
}
