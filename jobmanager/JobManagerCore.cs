using Microsoft.Extensions.Logging;
using Millrace.Hosting.Control;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Logs;
using Millrace.JobManager.Slots;
using Millrace.JobManager.TaskManagers;

namespace Millrace.JobManager;

/// <summary>
/// What a job manager is made of, whatever carries its messages: the dispatcher with its jobs, the pool of task managers, their sessions, and
/// the logs of jobs. A process puts servers around it, and the simulation links in memory.
/// </summary>
internal sealed class JobManagerCore
{
    private readonly TaskManagerSessionOptions _options;
    private readonly TimeProvider _time;

    /// <param name="context">What the jobs share.</param>
    /// <param name="options">How sessions are held.</param>
    /// <param name="logs">Where log entries of jobs go.</param>
    /// <param name="loggers">Makes logs.</param>
    /// <param name="registry">Told of task managers that join and leave; null for the pool and the jobs.</param>
    public JobManagerCore(DispatcherContext context, TaskManagerSessionOptions options, JobLogStore logs, ILoggerFactory loggers, ITaskManagerRegistry? registry = null)
    {
        (_options, _time, Logs) = (options, context.Time, logs);
        Dispatcher = new Dispatcher(context, new TaskManagerPool(context.Host, context.Time, options.PlanLimit));
        Registry = new TaskManagerRegistry(Dispatcher);
        Sessions = new TaskManagerSessions(registry ?? Registry, options, logs, context.Time, loggers.CreateLogger<TaskManagerSessions>());
    }

    /// <summary>Takes what users ask.</summary>
    public Dispatcher Dispatcher { get; }

    /// <summary>The sessions of task managers.</summary>
    public TaskManagerSessions Sessions { get; }

    /// <summary>The way from these to the pool and the jobs.</summary>
    public TaskManagerRegistry Registry { get; }

    /// <summary>The logs of jobs.</summary>
    public JobLogStore Logs { get; }

    /// <summary>A task manager has opened a connection.</summary>
    /// <param name="link">The way to it.</param>
    public TaskManagerConnection Accept(IControlLink<TaskManagerMessage> link) => new(link, Sessions, _options.SilenceLimit, _time);

    /// <summary>An activity was ended by a defect. One of a job has failed with it.</summary>
    /// <returns>False where nothing is answered any more, and no job controlled, so that the process must end.</returns>
    public bool TrySurvive(string activity, Exception e)
    {
        if (activity is Dispatcher.MailboxName or TaskManagerPool.MailboxName) return false;
        Dispatcher.OnDefect(activity, e);
        return true;
    }
}
