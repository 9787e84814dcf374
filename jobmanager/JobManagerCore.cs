using Millrace.Hosting.Control;
using Millrace.Hosting.Leading;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Leading;
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
    private readonly Leadership _leadership;
    private bool _isElected;
    private bool _leads;
    private bool _isReplaced;
    private string? _waitsFor;

    /// <param name="context">What the jobs share.</param>
    /// <param name="options">The session options.</param>
    /// <param name="leadership">How it comes to lead.</param>
    /// <param name="logs">The store of jobs' log entries.</param>
    /// <param name="loggers">Creates loggers.</param>
    /// <param name="registry">Notified of task managers that join and leave; null for the pool and the jobs.</param>
    public JobManagerCore(DispatcherContext context, TaskManagerSessionOptions options, LeadershipOptions leadership, JobLogStore logs, ILoggerFactory loggers, ITaskManagerRegistry? registry = null)
    {
        (_options, _time, Logs) = (options, context.Time, logs);
        Dispatcher = new Dispatcher(context, new TaskManagerPool(context.Host, context.Time, options.PlanLimit));
        _leadership = new Leadership(
            new LeaderBlob(context.Blobs), Dispatcher.HighestEpochAsync, leadership, context.Host, context.Time, Dispatcher.Writer, loggers.CreateLogger<Leadership>());
        (Dispatcher.Leads, Dispatcher.ConfirmRecovery, Dispatcher.OnReplaced) = (_leadership.ConfirmAsync, _leadership.ConfirmRecoveryAsync, EndReplaced);
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

    /// <summary>Who leads the cluster, as far as it is known; null where nobody is known to give signs of life.</summary>
    public LeaderRecord? Leader => _leadership.Leader;

    /// <summary>The leader, if it is another process that gives signs of life; null otherwise.</summary>
    public LeaderRecord? OtherLeader => Leader is { Beats: true } leader && !IsOwn(leader) ? leader : null;

    /// <summary>Why it takes no requests and no task managers; null where it does.</summary>
    public string? WhyNotLeading => Volatile.Read(ref _leads) ? null
        : OtherLeader is { } leader ? $"The job manager at {leader.Grpc} leads; ask that one."
        : Volatile.Read(ref _isReplaced) ? "Another job manager leads now. Ask again, and it will answer."
        : Volatile.Read(ref _waitsFor) is { } reason ? $"There is no room in the storage ({reason}). It goes on as soon as there is."
        : "It is reading its jobs from the storage, or finds out who leads; ask again in a moment.";

    /// <summary>Returns whether it is this process that leads.</summary>
    public bool IsOwn(LeaderRecord leader) => leader.Writer == Dispatcher.Writer;

    /// <summary>Starts to follow or to lead. When it leads, it recovers the jobs in the storage; from then on it takes requests and task managers.</summary>
    /// <param name="address">The URLs of its gRPC and HTTP ports, as others reach them.</param>
    /// <param name="tell">Called with how it stands, again and again while it follows; that it leads is told when the jobs are recovered.</param>
    public void Start((string Grpc, string Http) address, Action<Standing> tell)
    {
        Dispatcher.OnWaits = reason => Show(new Standing.Waits(reason));
        _leadership.Start(address, standing =>
        {
            if (standing is Standing.Leads leads) Lead(leads);
            else Show(standing);
        });

        void Lead(Standing.Leads leads)
        {
            Sessions.LeaderEpoch = leads.Epoch;
            Volatile.Write(ref _isElected, true);
            Dispatcher.Recover(leads.Epoch, leads.Recovered, refusal => Show(refusal is null ? leads : new Standing.Over(refusal.Message)));
        }

        void Show(Standing standing)
        {
            Volatile.Write(ref _waitsFor, (standing as Standing.Waits)?.Reason);
            if (standing is Standing.Over) Volatile.Write(ref _isElected, false);
            if (standing is Standing.Leads or Standing.Over) Volatile.Write(ref _leads, standing is Standing.Leads);
            if (standing is Standing.Leads) Sessions.Open();
            tell(standing);
        }
    }

    private void EndReplaced()
    {
        Volatile.Write(ref _isReplaced, true);
        Volatile.Write(ref _isElected, false);
        Volatile.Write(ref _leads, false);
        _leadership.Replaced();
    }

    /// <summary>Gives up the leadership, because the process stops.</summary>
    /// <param name="onResigned">Called when it is given up, or cannot be.</param>
    public void Resign(Action onResigned) => _leadership.Resign(onResigned);

    /// <summary>
    /// Accepts a connection that a task manager has opened; where it does not lead, the task manager is told who does. One that comes before the jobs are
    /// recovered waits for that.
    /// </summary>
    /// <param name="link">The link to it.</param>
    public TaskManagerConnection Accept(IControlLink<TaskManagerMessage> link) => new(link, Sessions, () => Volatile.Read(ref _isElected) ? null : new TaskManagerMessage.Elsewhere(Leader?.Grpc ?? ""), _options.SilenceLimit, _time);

    /// <summary>Handles an activity that a defect ended. If it was a job's, that job fails.</summary>
    /// <returns>False where requests are no longer answered and jobs no longer controlled, so that the process must terminate.</returns>
    public bool TrySurvive(string activity, Exception e)
    {
        if (activity is Dispatcher.MailboxName or TaskManagerPool.MailboxName or Leadership.MailboxName) return false;
        Dispatcher.OnDefect(activity, e);
        return true;
    }
}
