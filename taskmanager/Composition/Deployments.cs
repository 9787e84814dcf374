using Millrace.Core.Control;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Control;
using Millrace.TaskManager.Planning;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager.Composition;

/// <summary>The task executor of a process: created when a job manager first tells where state is kept, and kept across sessions.</summary>
/// <param name="context">What the parts of the task manager share.</param>
/// <param name="jobManager">The gateway to the job manager.</param>
/// <param name="log">The log.</param>
internal sealed class Deployments(TaskManagerContext context, IJobManagerGateway jobManager, ILogger log) : IDeployments
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
            return new(context.Memory(), Library?.Loaded ?? []) { PinnedSlots = tasks?.PinnedSlots ?? 0, StuckThreads = tasks?.Stuck.Names ?? [] };
        }
    }

    public (ITaskManagerGateway Tasks, IJobPlanner Planner) Begin(TaskManagerMessage.Welcome welcome)
    {
        if (_tasks is null || _planner is null || _cluster != (welcome.Storage, welcome.CollectibleJobs))
        {
            // The code and the state of another cluster are elsewhere.
            _tasks?.EndAll();
            var (blobs, library) = context.Open(welcome);
            var tasks = Execute(library, new JobStore(blobs));
            _planner = new JobPlanner(library, context.Host) { Limit = new PlanningLimit(welcome.PlanLimit, tasks.Stuck, context.Time) };
            _cluster = (welcome.Storage, welcome.CollectibleJobs);
            Volatile.Write(ref _tasks, tasks);
            Volatile.Write(ref _library, library);
        }

        return (_tasks, _planner);
    }

    public void Report(Action<IReadOnlyList<JobReport>, int> onReport)
    {
        if (Volatile.Read(ref _tasks) is { } tasks) tasks.Report(onReport);
        else onReport([], 0);
    }

    private TaskExecutor Execute(JobLibrary library, JobStore store) =>
        new(new TaskContext(context.Id, library, store, new ChannelRegistry(context.Exchange), context.Host, context.Time, jobManager) { Options = context.Options, Log = log });
}
