using Millrace.Core.Control;
using Millrace.Core.KeyGroups;
using Millrace.JobManager;
using Millrace.JobManager.Jobs;
using Millrace.TaskManager;
using Millrace.TaskManager.Planning;

namespace Millrace.Local.Cluster;

/// <summary>A job manager and task managers in one process. It composes them and makes no decisions itself.</summary>
internal sealed class LocalCluster
{
    private const int TaskManagers = 2;

    private readonly JobMaster _master;

    /// <param name="job">The job, with its plan.</param>
    /// <param name="library">Its code.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="tasks">How its tasks are run.</param>
    /// <param name="around">What is around it; the pool is still empty.</param>
    /// <param name="onChange">Called for every state change and every completed checkpoint.</param>
    public LocalCluster(PlannedJob job, JobLibrary library, JobMasterOptions options, TaskExecutorOptions tasks, JobSurroundings around, Action<JobResult> onChange)
    {
        var channels = new ChannelRegistry();
        _master = new JobMaster(job.Job, job, options, around, onChange);
        tasks.Meter?.Add(_master.Metrics);
        var planner = new JobPlanner(library, around.Host);
        for (var i = 0; i < TaskManagers; i++)
        {
            var context = new TaskContext($"taskmanager-{i}", library, around.Store, channels, around.Host, around.Time, _master) { Options = tasks, Log = around.Log };
            around.Pool.Join(new TaskManagerRegistration(context.TaskManager, "", "", KeyGroup.HighestMaxParallelism), new TaskExecutor(context), planner);
        }
    }

    public void Start() => _master.Start();

    public void Stop() => _master.Stop();

    public void Stop(StopRequest request) => _master.Stop(request);

    public void Savepoint(Action<SavepointResult> onEnd) => _master.Savepoint(onEnd);
}
