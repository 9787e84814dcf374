using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Network;

/// <summary>
/// One end of a connection, in its process: messages are delivered in order, each after its delay, and finally the end of the connection.
/// Messages sent while the network is cut wait, as when packets are retransmitted until they arrive.
/// </summary>
internal sealed class ConnectionEnd
{
    private readonly SimulatedNetwork _network;
    private readonly Queue<Arrival> _coming = new();
    private readonly Work _delivery;
    private (string Reason, Exception? Cause)? _reset;
    private long _lastDue;

    public ConnectionEnd(SimulatedNetwork network, SimulatedProcess process)
    {
        (_network, Process) = (network, process);
        _delivery = new Work(network.Scheduler, process, Deliver);
    }

    public SimulatedProcess Process { get; }

    /// <summary>The other end; set by the connection.</summary>
    public ConnectionEnd Peer { get; set; } = null!;

    /// <summary>Accepts the connection, where this is the called end; null at the calling end.</summary>
    public Action<ConnectionEnd>? Accept { get; init; }

    /// <summary>The caller's header for the connection; null for none.</summary>
    public object? Header { get; init; }

    public Action<byte[]> OnMessage { get; set; } = static _ => { };

    /// <summary>Called once, after the last message, when the connection has ended; without a cause where the other side has ended it.</summary>
    public Action<string, Exception?> OnOver { get; set; } = static (_, _) => { };

    /// <summary>Called when the other end has taken a message.</summary>
    public Action OnTaken { get; set; } = static () => { };

    public bool IsOver { get; private set; }

    /// <summary>The number of messages on their way here.</summary>
    public int Coming => _coming.Count;

    /// <summary>Sends to the other end; does nothing once the connection has ended.</summary>
    public void Send(byte[] bytes)
    {
        if (!IsOver && Process.Alive) Peer.Expect(new Arrival(bytes, _network.NextArrival()));
    }

    /// <summary>Stops sending: the other end is notified when it has everything that was sent.</summary>
    public void Complete()
    {
        if (!IsOver && Process.Alive) Peer.Expect(new Arrival(null, _network.NextArrival()));
    }

    /// <summary>Ends the connection here, whatever is in flight; called by the end's own process.</summary>
    public void Reset(string reason, Exception? cause)
    {
        if (IsOver) return;
        _reset ??= (reason, cause);
        _delivery.Wake();
    }

    /// <summary>Notifies the other end that the connection broke, once the network lets it through; some earlier messages may be lost.</summary>
    public void ResetPeer(string reason, Exception? cause)
    {
        if (_network.Random.Next(2) == 0) Peer.Lose();
        Peer.Expect(new Arrival(null, _network.NextArrival()) { Broken = (reason, cause) });
    }

    /// <summary>Drops everything on its way here.</summary>
    public void Lose()
    {
        _network.Lose(_coming.Count);
        _coming.Clear();
    }

    /// <summary>Checks again whether something can be delivered.</summary>
    public void Wake() => _delivery.Wake();

    /// <summary>Opens the called end.</summary>
    public void Open() => Expect(new Arrival(null, _network.NextArrival()) { IsOpening = true });

    private void Expect(Arrival arrival)
    {
        if (IsOver) return;
        _lastDue = Math.Max(_lastDue, arrival.Due);
        _coming.Enqueue(arrival with { Due = _lastDue });
        _network.WakeAt(_delivery, _lastDue);
    }

    private bool Deliver()
    {
        if (IsOver) return false;
        if (_reset is var (reason, cause))
        {
            End(reason, cause);
            return false;
        }

        if (_coming.Count == 0 || _coming.Peek().Due > _network.Scheduler.Time.Now || _network.IsCut(Peer.Process, Process)) return false;
        var arrival = _coming.Dequeue();
        Peer.OnTaken();
        if (arrival.IsOpening) Accept!(this);
        else if (arrival.Bytes is { } bytes) OnMessage(bytes);
        else if (arrival.Broken is var (why, broken)) End(why, broken);
        else EndInOrder();
        return _coming.Count > 0 || _reset is not null;
    }

    private void EndInOrder()
    {
        End("the other side ended it", null);
        Peer.Expect(new Arrival(null, _network.NextArrival()));
    }

    private void End(string reason, Exception? cause)
    {
        IsOver = true;
        _coming.Clear();
        _network.Forget(this);
        OnOver(reason, cause);
    }

    private readonly record struct Arrival(byte[]? Bytes, long Due)
    {
        public bool IsOpening { get; init; }

        public (string Reason, Exception? Cause)? Broken { get; init; }
    }
}
