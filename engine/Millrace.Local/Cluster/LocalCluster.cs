using Microsoft.Extensions.Logging;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.Runtime.State;
using Millrace.TaskManager;

namespace Millrace.Local.Cluster;

/// <summary>A job manager and task managers in one process. It composes them and decides nothing itself.</summary>
internal sealed class LocalCluster
{
    private readonly List<TaskExecutor> _taskManagers = [];
    private readonly JobMaster _master;

    public LocalCluster(
        JobSubmission job,
        JobGraph graph,
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
        IKeyedStateBackendFactory? stateBackend = null)
    {
        var tasks = new TaskExecutorOptions { Meter = meter };
        if (stateBackend is not null) tasks = tasks with { StateBackend = stateBackend };
        var channels = new ChannelRegistry();
        _master = new JobMaster(job, graph, options, store, host, Connect, time, random, log, onChange);
        meter?.Add(_master.Metrics);

        IReadOnlyList<ITaskManagerGateway> Connect(IJobManagerGateway jobManager)
        {
            for (var i = 0; i < taskManagers; i++)
                _taskManagers.Add(new TaskExecutor($"taskmanager-{i}", library, store, channels, host, time, jobManager, log, tasks));
            return _taskManagers;
        }
    }

    public void Start() => _master.Start();

    public void Stop() => _master.Stop();

    public void Savepoint(Action<SavepointResult> onEnd) => _master.Savepoint(onEnd);

    /// <summary>Whether a state is an end.</summary>
    public static bool IsEnd(JobState state) => JobTransitions.IsEnd(state);
}
