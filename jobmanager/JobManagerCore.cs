using Millrace.Hosting.Control;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Logs;
using Millrace.JobManager.Slots;
using Millrace.JobManager.TaskManagers;

namespace Millrace.JobManager;

/// <summary>
/// The parts of a job manager, whatever the transport: the dispatcher with its jobs, the task manager pool, the task managers' sessions, and
/// the logs of jobs. A process puts servers around it; the simulation puts in-memory links.
/// </summary>
internal sealed class JobManagerCore
{
    private readonly TaskManagerSessionOptions _options;
    private readonly TimeProvider _time;
    private bool _leads;

    /// <param name="context">What the jobs share.</param>
    /// <param name="options">The session options.</param>
    /// <param name="logs">The store of jobs' log entries.</param>
    /// <param name="loggers">Creates loggers.</param>
    /// <param name="registry">Notified of task managers that join and leave; null for the pool and the jobs.</param>
    public JobManagerCore(DispatcherContext context, TaskManagerSessionOptions options, JobLogStore logs, ILoggerFactory loggers, ITaskManagerRegistry? registry = null)
    {
        (_options, _time, Logs) = (options, context.Time, logs);
        Dispatcher = new Dispatcher(context, new TaskManagerPool(context.Host, context.Time, options.PlanLimit));
        Registry = new TaskManagerRegistry(Dispatcher);
        Sessions = new TaskManagerSessions(registry ?? Registry, options, logs, context.Time, loggers.CreateLogger<TaskManagerSessions>());
    }

    /// <summary>Takes users' requests.</summary>
    public Dispatcher Dispatcher { get; }

    /// <summary>The sessions of task managers.</summary>
    public TaskManagerSessions Sessions { get; }

    /// <summary>Connects the sessions to the pool and the jobs.</summary>
    public TaskManagerRegistry Registry { get; }

    /// <summary>The logs of jobs.</summary>
    public JobLogStore Logs { get; }

    /// <summary>Why it takes no requests and no task managers yet; null where it does.</summary>
    public string? WhyNotLeading => Volatile.Read(ref _leads) ? null : "It is reading its jobs from the storage; ask again in a moment.";

    /// <summary>Recovers the jobs in the storage; from then on it takes requests and task managers.</summary>
    /// <param name="onEnd">Called with null when all recoverable jobs are started, or with the reason if the storage is unavailable.</param>
    public void Lead(Action<Refusal?> onEnd) => Dispatcher.Recover(refusal =>
    {
        if (refusal is null) Volatile.Write(ref _leads, true);
        onEnd(refusal);
    });

    /// <summary>Accepts a connection that a task manager has opened, where it leads.</summary>
    /// <param name="link">The link to it.</param>
    public TaskManagerConnection Accept(IControlLink<TaskManagerMessage> link) => new(link, Sessions, _options.SilenceLimit, _time);

    /// <summary>Handles an activity that a defect ended. If it was a job's, that job fails.</summary>
    /// <returns>False where requests are no longer answered and jobs no longer controlled, so that the process must terminate.</returns>
    public bool TrySurvive(string activity, Exception e)
    {
        if (activity is Dispatcher.MailboxName or TaskManagerPool.MailboxName) return false;
        Dispatcher.OnDefect(activity, e);
        return true;
    }
}
