using Microsoft.Extensions.Logging;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Core.KeyGroups;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Slots;
using Millrace.Runtime.State;
using Millrace.TaskManager;
using Millrace.TaskManager.Ending;
using Millrace.TaskManager.Planning;

namespace Millrace.Local.Cluster;

/// <summary>A job manager and task managers in one process. It composes them and makes no decisions itself.</summary>
internal sealed class LocalCluster
{
    private readonly JobMaster _master;

    public LocalCluster(
        PlannedJob job,
        JobLibrary library,
        JobStore store,
        JobMasterOptions options,
        IActivityHost host,
        TimeProvider time,
        Random random,
        ILogger log,
        Action<JobResult> onChange,
        EngineMeter? meter = null,
        int taskManagers = 2,
        IKeyedStateBackendFactory? stateBackend = null,
        Action<string>? onTooManyStuck = null)
    {
        var tasks = new TaskExecutorOptions { Meter = meter, Ending = new EndingOptions { OnTooManyStuck = onTooManyStuck } };
        if (stateBackend is not null) tasks = tasks with { StateBackend = stateBackend };
        var channels = new ChannelRegistry();
        var pool = new TaskManagerPool(host, time);
        _master = new JobMaster(job.Job, job, options, store, host, pool, time, random, log, onChange);
        meter?.Add(_master.Metrics);
        var planner = new JobPlanner(library, host);
        for (var i = 0; i < taskManagers; i++)
        {
            var taskManager = new TaskExecutor($"taskmanager-{i}", library, store, channels, host, time, _master, log, tasks);
            pool.Join(new TaskManagerRegistration(taskManager.Id, "", "", KeyGroup.HighestMaxParallelism), taskManager, planner);
        }
    }

    public void Start() => _master.Start();

    public void Stop() => _master.Stop();

    public void Stop(StopRequest request) => _master.Stop(request);

    public void Savepoint(Action<SavepointResult> onEnd) => _master.Savepoint(onEnd);

    /// <summary>Returns whether a state is final.</summary>
    public static bool IsEnd(JobState state) => JobStates.IsEnd(state);
}
