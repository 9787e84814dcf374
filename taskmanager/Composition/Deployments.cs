using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Control;
using Millrace.TaskManager.Exchange;
using Millrace.TaskManager.Planning;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager.Composition;

/// <summary>The task executor of a process: created when a job manager first tells where state is kept, and kept across sessions.</summary>
/// <param name="id">The task manager's name.</param>
/// <param name="options">How the task manager runs tasks.</param>
/// <param name="open">Opens the cluster's storage, with the library of its jobs.</param>
/// <param name="exchange">The exchange of data with other task managers.</param>
/// <param name="host">Runs tasks and effects.</param>
/// <param name="time">The clock.</param>
/// <param name="jobManager">The gateway to the job manager.</param>
/// <param name="memory">Returns the memory that the process uses, in bytes.</param>
/// <param name="log">The log.</param>
internal sealed class Deployments(
    string id,
    TaskExecutorOptions options,
    Func<TaskManagerMessage.Welcome, (IBlobStore Blobs, JobLibrary Library)> open,
    DataExchange exchange,
    IActivityHost host,
    TimeProvider time,
    IJobManagerGateway jobManager,
    Func<long> memory,
    ILogger log)
    : IDeployments
{
    private JobLibrary? _library;
    private JobPlanner? _planner;
    private TaskExecutor? _tasks;
    private (string Storage, bool CollectibleJobs) _cluster;

    /// <summary>The code of jobs; null before the first session.</summary>
    public JobLibrary? Library => Volatile.Read(ref _library);

    public TaskManagerStatus Status
    {
        get
        {
            var tasks = Volatile.Read(ref _tasks);
            return new(memory(), Library?.Loaded ?? []) { PinnedSlots = tasks?.PinnedSlots ?? 0, StuckThreads = tasks?.Stuck.Names ?? [] };
        }
    }

    public (ITaskManagerGateway Tasks, IJobPlanner Planner) Begin(TaskManagerMessage.Welcome welcome)
    {
        // Running tasks belong to a session that is over; if the cluster is a different one, its code and state are elsewhere too.
        _tasks?.EndAll();
        if (_tasks is null || _planner is null || _cluster != (welcome.Storage, welcome.CollectibleJobs))
        {
            var (blobs, library) = open(welcome);
            var tasks = Execute(library, new JobStore(blobs));
            _planner = new JobPlanner(library, host) { Limit = new PlanningLimit(welcome.PlanLimit, tasks.Stuck, time) };
            _cluster = (welcome.Storage, welcome.CollectibleJobs);
            Volatile.Write(ref _tasks, tasks);
            Volatile.Write(ref _library, library);
        }

        return (_tasks, _planner);
    }

    private TaskExecutor Execute(JobLibrary library, JobStore store) => new(id, library, store, new ChannelRegistry(exchange), host, time, jobManager, log, options);
}
