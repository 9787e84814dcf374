using Millrace.Hosting.Control;
using Millrace.JobManager.Logs;

namespace Millrace.JobManager.TaskManagers;

/// <summary>The current sessions, one per task manager. Joins and leaves have one order, whatever connections do concurrently.</summary>
/// <param name="registry">Is notified of task managers that join and leave.</param>
/// <param name="options">The session options.</param>
/// <param name="logs">The store of jobs' log entries.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class TaskManagerSessions(
    ITaskManagerRegistry registry, TaskManagerSessionOptions options, JobLogStore logs, TimeProvider time, ILogger<TaskManagerSessions> log)
{
    private readonly Lock _gate = new();
    private readonly SessionSurroundings _around = new(options, registry.JobManager, logs, time);
    private readonly SortedDictionary<string, TaskManagerSession> _sessions = new(StringComparer.Ordinal);

    private readonly List<(TaskManagerSession Session, JobManagerMessage.Runs Runs)> _early = [];
    private bool _isOpen;

    /// <summary>The epoch of this leader, by which task managers recognize one that no longer leads.</summary>
    public long LeaderEpoch { get; set; }

    /// <summary>The jobs are known now: task managers that came earlier join, and so do all later ones.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _isOpen = true;
            foreach (var (session, runs) in _early) Join(session, runs);
            _early.Clear();
        }
    }

    /// <summary>The sessions, ordered by task manager id.</summary>
    public IReadOnlyList<TaskManagerSession> All
    {
        get
        {
            lock (_gate) return [.. _sessions.Values];
        }
    }

    /// <summary>Starts a session, which ends any other session of the same task manager.</summary>
    /// <param name="join">The task manager's registration message.</param>
    /// <param name="link">The link to it.</param>
    public TaskManagerSession Begin(JobManagerMessage.Join join, IControlLink<TaskManagerMessage> link)
    {
        lock (_gate)
        {
            var session = new TaskManagerSession(join, link, LeaderEpoch, _around, Join, Pinned, End);
            // A process that dies closes its connection, long before another one can take its id.
            if (_sessions.TryGetValue(session.Id, out var former)) Leave(former, Replacement(former, session), mayHaveDied: false);
            _sessions.Add(session.Id, session);
            return session;
        }
    }

    /// <summary>A task manager has told how many of its slots are held by tasks that do not stop. One that has not joined yet joins with that.</summary>
    public void Pinned(TaskManagerSession session, int slots)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session.Id, out var current) || current != session) return;
            if (_early.FindIndex(e => e.Session == session) is >= 0 and var early) _early[early] = (session, _early[early].Runs with { PinnedSlots = slots });
            else registry.JobManager.SlotsPinned(session.Id, slots);
        }
    }

    /// <summary>Ends a session, if it has not ended already.</summary>
    public void End(TaskManagerSession session, string reason)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(session.Id, out var current) && current == session) Leave(session, reason, session.MayHaveDied);
        }
    }

    /// <summary>A task manager has told what it runs, so that it has joined.</summary>
    private void Join(TaskManagerSession session, JobManagerMessage.Runs runs)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session.Id, out var current) || current != session) return;
            if (!_isOpen)
            {
                // What it runs is not for jobs that nobody knows yet.
                _early.Add((session, runs));
                return;
            }

            LogJoined(session.Id, session.Registration.Slots, session.Registration.Address, session.Version);
            registry.Joined(session.Registration, session, session, runs);
        }
    }

    private static string Replacement(TaskManagerSession former, TaskManagerSession session) =>
        former.Registration.Instance == session.Registration.Instance
            ? "it reconnected"
            : "another process registered under its id; to run both, give each its own id";

    private void Leave(TaskManagerSession session, string reason, bool mayHaveDied)
    {
        _sessions.Remove(session.Id);
        session.Close(reason);
        LogLeft(session.Id, reason);
        registry.Left(session.Registration, reason, mayHaveDied);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Task manager {TaskManager} joined with {Slots} slots; data at {Address}, version {Version}")]
    private partial void LogJoined(string taskManager, int slots, string address, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task manager {TaskManager} left: {Reason}")]
    private partial void LogLeft(string taskManager, string reason);
}
