using Millrace.Core.Control;

namespace Millrace.Hosting.Control;

/// <summary>
/// One end of a control stream, independent of the transport. Messages are sent in order, and sending never blocks; each side sends its
/// own heartbeats, so that none waits behind a large message of the other; and the stream ends when the other side is silent or too slow.
/// </summary>
/// <typeparam name="TIn">The messages received.</typeparam>
/// <typeparam name="TOut">The messages sent.</typeparam>
public sealed class ControlStream<TIn, TOut>
{
    private const string Other = "the other side";

    private readonly IControlLink<TOut> _link;
    private readonly ControlStreamOptions _options;
    private readonly Func<IEnumerable<TOut>> _beat;
    private readonly Action<TIn> _receive;
    private readonly Action<string> _onOver;
    private readonly HeartbeatMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _beaten;
    private long _stoodStill;
    private string? _reason;

    /// <summary>Starts the stream.</summary>
    /// <param name="link">The link to the other end.</param>
    /// <param name="options">The stream's timeouts and limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="beat">Returns the messages of each heartbeat; called on the clock's thread and must not block.</param>
    /// <param name="receive">Called with each message, one at a time and in order; must not block.</param>
    /// <param name="onOver">Called once with the reason when the stream is over; from any thread, also within a call of the stream.</param>
    public ControlStream(
        IControlLink<TOut> link, ControlStreamOptions options, TimeProvider time, Func<IEnumerable<TOut>> beat, Action<TIn> receive, Action<string> onOver)
    {
        (_link, _options, _time, _beat, _receive, _onOver) = (link, options, time, beat, receive, onOver);
        _beaten = time.GetTimestamp();
        _monitor = new HeartbeatMonitor(HeartbeatMonitor.LimitFor(options.SilenceLimit, options.BeatInterval));
        _timer = time.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(options.BeatInterval, options.BeatInterval);
    }

    /// <summary>
    /// Whether this process itself stood still a moment ago, or does so until now: it was stopped or suspended, or had no processor. That the
    /// stream is over then says nothing about the other side.
    /// </summary>
    public bool StoodStill => IsLate(Volatile.Read(ref _beaten)) || (Volatile.Read(ref _stoodStill) is > 0 and var since && _time.GetElapsedTime(since) <= _options.SilenceLimit);

    private bool IsOver => Volatile.Read(ref _reason) is not null;

    /// <summary>Sends a message; does nothing where the stream is over.</summary>
    public void Send(TOut message)
    {
        if (!IsOver && !_link.TrySend(message)) End($"{ControlStreamOptions.QueueLimit} messages were waiting to be read by {Other}");
    }

    /// <summary>Takes a message from the other end, any of which counts as a heartbeat; dropped where the stream is over.</summary>
    public void Receive(TIn message)
    {
        if (IsOver) return;
        lock (_monitor) _monitor.Answered();
        _receive(message);
    }

    /// <summary>Ends the stream; the first reason counts.</summary>
    public void End(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null) return;
        _timer.Dispose();
        _link.Close(reason);
        _onOver(reason);
    }

    private void Beat()
    {
        if (IsOver) return;
        if (IsLate(_beaten)) Volatile.Write(ref _stoodStill, _time.GetTimestamp());
        Volatile.Write(ref _beaten, _time.GetTimestamp());
        bool isLost;
        lock (_monitor) isLost = _monitor.Beat();
        if (isLost)
        {
            End($"nothing was received from {Other} for {_options.SilenceLimit.TotalSeconds:0.##} s");
            return;
        }

        foreach (var message in _beat()) Send(message);
    }

    // Half of what the other side's silence may last.
    private bool IsLate(long beaten) => _time.GetElapsedTime(beaten) > _options.SilenceLimit / 2;
}
