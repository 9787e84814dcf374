using Millrace.Core.Hosts;
using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>
/// Registers at the job manager, and again whenever the session is over, until the process stops. One mailbox receives messages, ends of
/// connections and timeouts.
/// </summary>
internal sealed partial class JobManagerRegistration
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(2);

    private readonly IControlTransport _transport;
    private readonly JobManagerAddresses _addresses;
    private readonly JobManagerMessage.Join _join;
    private readonly RegistrationSurroundings _around;
    private readonly ILogger _log;
    private readonly Mailbox _mailbox;
    private Connection? _current;
    private ITimer? _timer;
    private TimeSpan _delay = FirstDelay;
    private string _said = "";
    private bool _isStopped;
    private Action? _onStopped;

    /// <param name="transport">Connects to a job manager.</param>
    /// <param name="addresses">The URLs of the job managers.</param>
    /// <param name="join">The task manager's description.</param>
    /// <param name="around">What is around it.</param>
    public JobManagerRegistration(IControlTransport transport, IReadOnlyList<string> addresses, JobManagerMessage.Join join, RegistrationSurroundings around)
    {
        (_transport, _addresses, _join, _around, _log) = (transport, new JobManagerAddresses(addresses), join, around, around.Log);
        _mailbox = new Mailbox(around.Host, MailboxName);
    }

    /// <summary>The name of the mailbox, which identifies a defect in it.</summary>
    public const string MailboxName = "registration";

    /// <value>Called once, when the task manager is first registered.</value>
    public Action? OnFirstRegistered { get; set; }

    /// <summary>Starts keeping the task manager registered.</summary>
    public void Start() => _mailbox.Post(Connect);

    /// <summary>Ends the session, and starts no other, because the process stops.</summary>
    /// <param name="onStopped">Called when it is stopped.</param>
    /// <param name="inGoodOrder">Whether the process stops of its own accord, and not because of a job's code.</param>
    public void Stop(Action onStopped, bool inGoodOrder = true) => _mailbox.Post(() =>
    {
        (_isStopped, _onStopped) = (true, onStopped);
        if (!inGoodOrder || _current?.Session is not { } session)
        {
            FinishStop();
            return;
        }

        // The job manager ends the session, which confirms that it got the message.
        session.Send(new JobManagerMessage.Leaving("it stops"));
        Schedule(LeaveLimit, FinishStop);
    });

    private void FinishStop()
    {
        if (_onStopped is not { } onStopped) return;
        _onStopped = null;
        _timer?.Dispose();
        if (_current is { } connection) End(connection, "this process is stopping");
        _mailbox.Stop();
        onStopped();
    }

    private void Connect()
    {
        if (_isStopped) return;
        var connection = _current = new Connection();
        connection.Link = _transport.Connect(
            _addresses.Next,
            message => _mailbox.Post(() => Receive(connection, message)), reason => _mailbox.Post(() => End(connection, reason)));
        connection.Link.TrySend(_join);
        Schedule(AnswerLimit, () => End(connection, $"it did not answer within {AnswerLimit.TotalSeconds:0} s"));
    }

    private void Receive(Connection connection, TaskManagerMessage message)
    {
        if (connection != _current) return;
        if (connection.Session is { } session) session.Receive(message);
        else if (message is TaskManagerMessage.Welcome welcome) Begin(connection, welcome);
        else if (message is TaskManagerMessage.Elsewhere { Leader: var leader })
        {
            _addresses.Prefer(leader);
            End(connection, leader.Length > 0 ? $"{leader} leads" : "it does not lead", isElsewhere: true);
        }
        else End(connection, "it did not answer with a welcome; is it a job manager of this version?");
    }

    private void Begin(Connection connection, TaskManagerMessage.Welcome welcome)
    {
        _timer?.Dispose();
        if (!_addresses.MayLead(welcome))
        {
            End(connection, "it does not lead any longer");
            return;
        }

        try
        {
            connection.Session = new RegistrationSession(welcome, connection.Link!, _around, reason => _mailbox.Post(() => End(connection, reason)));
        }
        catch (Exception e)
        {
            // For example, the storage is unavailable here; it may be available later.
            End(connection, e.Message);
            return;
        }

        _around.Link.Use(connection.Session);
        connection.Session.Join();
        _said = "";
        LogRegistered(_join.Registration.Id, _join.Registration.Slots, welcome.Storage);
        OnFirstRegistered?.Invoke();
        OnFirstRegistered = null;
    }

    /// <summary>Ends a connection, if it has not ended yet; the next one is started after a moment.</summary>
    private void End(Connection connection, string reason, bool isElsewhere = false)
    {
        if (connection != _current) return;
        var wasRegistered = connection.Session is not null;
        _current = null;
        _around.Link.Use(null);
        connection.Session?.End(reason);
        connection.Link?.Close(reason);
        if (_isStopped)
        {
            FinishStop();
            return;
        }

        if (!isElsewhere) _addresses.Failed();
        Say(wasRegistered, reason);
        // Whoever is named is tried at once: tasks that run are kept only if they are reported in time.
        _delay = wasRegistered || isElsewhere ? FirstDelay : TimeSpan.FromTicks(Math.Min(2 * _delay.Ticks, LongestDelay.Ticks));
        Schedule(_delay * (0.5 + (_around.Random.NextDouble() / 2)), Connect);
    }

    private void Schedule(TimeSpan delay, Action act)
    {
        _timer?.Dispose();
        ITimer? timer = null;
        timer = _timer = _around.Time.CreateTimer(
            _ => _mailbox.Post(() =>
            {
                if (timer == _timer) act();
            }),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Logs why there is no session, once for each reason and not for each attempt.</summary>
    private void Say(bool wasRegistered, string reason)
    {
        if (wasRegistered) LogLost(reason);
        else if (_said != reason) LogUnreachable(reason);
        _said = reason;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Registered with the job manager as {TaskManager} with {Slots} slots; storage {Storage}")]
    private partial void LogRegistered(string taskManager, int slots, string storage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The session with the job manager is over: {Reason}. Registering again")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job manager cannot be reached: {Reason}. Retrying until it can")]
    private partial void LogUnreachable(string reason);

    private sealed class Connection
    {
        public IControlLink<JobManagerMessage>? Link { get; set; }

        public RegistrationSession? Session { get; set; }
    }
}
