using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>
/// The consuming side of a data call: it carries all channels of a job from one task manager to this one, across attempts. It is never
/// reopened: what was in flight is lost with it, and the tasks fail.
/// </summary>
internal sealed class DataCall : IDataReceiver, IDisposable
{
    /// <summary>How long a call that no attempt uses is kept for the next one.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(60);

    private readonly string _peer;
    private readonly Action<DataCall> _onOver;
    private readonly Lock _gate = new();
    private readonly ReceivedChannels _channels = new();
    private readonly IDataLink _link;
    private readonly ITimer _linger;
    private bool _isOver;

    /// <param name="transport">Opens the call.</param>
    /// <param name="address">The address of the producer's data service.</param>
    /// <param name="header">The call's header.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onOver">Called once, when the call takes no more channels.</param>
    public DataCall(IDataTransport transport, string address, DataCallHeader header, TimeProvider time, Action<DataCall> onOver)
    {
        (_peer, _onOver) = ($"task manager {header.Producer} ({address})", onOver);
        _linger = time.CreateTimer(_ => CloseUnused(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Frames that arrive at once on another thread wait until there is a link.
        lock (_gate) _link = transport.Open(address, header, this);
    }

    /// <summary>Carries a channel from now on; returns false where the call is over.</summary>
    public bool TryAdd(RemoteInput input)
    {
        lock (_gate)
        {
            if (_isOver) return false;
            _linger.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _channels.Add(input);
        }

        input.Open(_link);
        return true;
    }

    /// <summary>Drops channels.</summary>
    public void Drop(Func<ChannelAddress, bool> isOver)
    {
        lock (_gate)
        {
            _channels.Drop(isOver);
            if (!_isOver && _channels.IsEmpty) _linger.Change(Linger, Timeout.InfiniteTimeSpan);
        }
    }

    public void OnFrame(Frame frame) => _channels.OnFrame(frame);

    public void OnOver(string reason, Exception? cause)
    {
        bool wasOver;
        lock (_gate) (wasOver, _isOver) = (_isOver, true);
        _link.Complete();
        if (!wasOver) _onOver(this);
        _channels.OnLost(cause is InvalidDataException
            ? new InvalidDataException($"Data from {_peer} cannot be read: {reason}", cause)
            : new IOException($"The data call to {_peer} was lost: {reason}", cause));
        _linger.Dispose();
    }

    public void Dispose()
    {
        _link.Cancel();
        _linger.Dispose();
    }

    private void CloseUnused()
    {
        lock (_gate)
        {
            if (_isOver || !_channels.IsEmpty) return;
            _isOver = true;
        }

        _link.Complete();
        _onOver(this);
    }
}
