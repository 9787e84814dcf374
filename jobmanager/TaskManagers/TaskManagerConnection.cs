using Millrace.Hosting.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>
/// A connection that a task manager has opened, whatever the transport: its first message is the registration, which starts a session that
/// lasts as long as the connection; in the second one it tells what it runs, with which it has joined.
/// </summary>
internal sealed class TaskManagerConnection : IDisposable
{
    private const int LongestId = 100;

    private readonly IControlLink<TaskManagerMessage> _link;
    private readonly TaskManagerSessions _sessions;
    private readonly Func<TaskManagerMessage?> _refuse;
    private readonly ITimer _limit;
    private TaskManagerSession? _session;

    /// <param name="link">The link to the task manager.</param>
    /// <param name="sessions">The sessions of the job manager.</param>
    /// <param name="refuse">Returns the answer to a task manager that cannot register here; null where it can.</param>
    /// <param name="silenceLimit">The time limit of both messages.</param>
    /// <param name="time">The clock.</param>
    public TaskManagerConnection(IControlLink<TaskManagerMessage> link, TaskManagerSessions sessions, Func<TaskManagerMessage?> refuse, TimeSpan silenceLimit, TimeProvider time)
    {
        (_link, _sessions, _refuse) = (link, sessions, refuse);
        _limit = time.CreateTimer(_ => Expire(), null, silenceLimit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a task manager has registered on this connection.</summary>
    public bool IsRegistered => Volatile.Read(ref _session) is not null;

    /// <summary>Receives a message; called for one at a time and in order.</summary>
    public void Receive(JobManagerMessage message)
    {
        if (_session is { } session)
        {
            if (message is JobManagerMessage.Runs) _limit.Dispose();
            session.Receive(message);
            return;
        }

        if (_refuse() is { } refusal)
        {
            // It closes the connection; otherwise the limit does.
            _link.TrySend(refusal);
            return;
        }

        if (message is JobManagerMessage.Join { Registration: { Id.Length: > 0 and <= LongestId, Slots: >= 1 } } join && !join.Registration.Id.Any(char.IsControl)) Volatile.Write(ref _session, _sessions.Begin(join, _link));
        else Refuse();
    }

    /// <summary>The connection ended.</summary>
    public void Lost(string reason)
    {
        _limit.Dispose();
        if (_session is { } session) _sessions.End(session, reason);
    }

    public void Dispose() => _limit.Dispose();

    private void Expire()
    {
        if (Volatile.Read(ref _session) is { } session) _sessions.End(session, "it did not tell what it runs");
        else Refuse();
    }

    private void Refuse() => _link.Close("The first message of a task manager is its registration, with an id of at most 100 characters, none of them a control character, and 1 slot or more.");
}
