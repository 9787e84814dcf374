using Millrace.Testing.Clocks;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Network;

/// <summary>
/// The network between simulated processes: connections that carry bytes in order, or break. It may be cut between two processes, in one
/// direction or both, which delays the traffic until it is healed or one side times out.
/// </summary>
internal sealed class SimulatedNetwork(Scheduler scheduler, Random random, Sightings seen)
{
    private const int LongestDelay = 300;
    private const string Late = "message late";
    private const string Lost = "message lost";

    // A side that probes whether a connection is alive gives it up after this time.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (SimulatedProcess Process, Action<ConnectionEnd> Accept)> _listeners = new(StringComparer.Ordinal);
    private readonly List<ConnectionEnd> _open = [];
    private readonly HashSet<(SimulatedProcess From, SimulatedProcess To)> _cuts = [];
    private readonly List<ConnectionEnd> _halfOpen = [];
    private long _lastChange = -1;

    /// <summary>What enough runs have seen of the network.</summary>
    public static IReadOnlyList<string> Faults { get; } = [Late, Lost];

    public Scheduler Scheduler => scheduler;

    public Random Random => random;

    /// <summary>One in this many messages is late; 0 for none.</summary>
    public int LateOneIn { get; set; }

    /// <summary>The number of open connections.</summary>
    public int Connections => _open.Count / 2;

    /// <summary>Directs connections to an address to a process from now on.</summary>
    public void Listen(string address, SimulatedProcess process, Action<ConnectionEnd> accept) => _listeners[address] = (process, accept);

    /// <summary>Opens a connection. If nothing listens at the address, the connection ends.</summary>
    /// <param name="from">The process that opens it.</param>
    /// <param name="address">The address to connect to.</param>
    /// <param name="header">The caller's header; null for none.</param>
    public ConnectionEnd Connect(SimulatedProcess from, string address, object? header = null)
    {
        var here = new ConnectionEnd(this, from);
        if (!_listeners.TryGetValue(address, out var listener) || !listener.Process.Alive)
        {
            here.Peer = here;
            here.Reset($"connection refused ({address})", new IOException("Simulated: nobody listens there."));
            return here;
        }

        var there = new ConnectionEnd(this, listener.Process) { Accept = listener.Accept, Header = header };
        (here.Peer, there.Peer) = (there, here);
        _open.Add(here);
        _open.Add(there);
        there.Open();
        return here;
    }

    /// <summary>A process was killed: the processes connected to it are notified, once the network lets it through.</summary>
    public void Killed(SimulatedProcess process)
    {
        foreach (var end in _open.Where(e => e.Process == process).ToList())
        {
            _open.Remove(end);
            if (!end.Peer.IsOver) end.ResetPeer("the connection was reset", new IOException("Simulated: the process at the other end has died."));
        }

        _cuts.RemoveWhere(c => c.From == process || c.To == process);
    }

    /// <summary>Breaks one connection: messages in flight are lost, and both ends are notified, or one of them just receives nothing more.</summary>
    /// <returns>The processes it connected; null where there was none.</returns>
    public (string From, string To)? BreakOne()
    {
        if (_open.Count == 0) return null;
        _lastChange = scheduler.Time.Now;
        var end = _open[random.Next(_open.Count)];
        var isHeard = random.Next(3) > 0;
        end.Lose();
        end.Peer.Lose();
        end.Reset("the connection broke", new IOException("Simulated: the connection broke."));
        if (isHeard) end.Peer.Reset("the connection broke", new IOException("Simulated: the connection broke."));
        else LeaveHalfOpen(end.Peer);
        return (end.Process.Name, end.Peer.Process.Name);
    }

    /// <summary>Whether any way was ever cut.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Whether any way is cut.</summary>
    public bool IsCutAnywhere => _cuts.Count > 0;

    /// <summary>When a connection last broke, or a way was healed, in ticks; the present while one end of a broken connection has not heard of it.</summary>
    public long LastChange => _halfOpen.Exists(static e => e.Process.Alive) ? scheduler.Time.Now : _lastChange;

    public bool IsCut(SimulatedProcess from, SimulatedProcess to) => _cuts.Count > 0 && _cuts.Contains((from, to));

    /// <summary>Lets nothing pass from one process to another for a while.</summary>
    public void Cut(SimulatedProcess from, SimulatedProcess to, TimeSpan time)
    {
        if (from == to || !_cuts.Add((from, to))) return;
        WasCut = true;
        After(time, () => Heal(from, to));
        foreach (var end in _open.Where(e => e.Process == to && e.Peer.Process == from).ToList()) After(s_patience, () => GiveUp(end));
    }

    /// <summary>Heals the network.</summary>
    public void HealAll()
    {
        foreach (var (from, to) in _cuts.ToList()) Heal(from, to);
    }

    /// <summary>Returns when a message that is sent now may arrive.</summary>
    public long NextArrival()
    {
        var now = scheduler.Time.Now;
        if (LateOneIn == 0 || random.Next(LateOneIn) > 0) return now;
        seen.Note(Late);
        return now + (random.Next(1, LongestDelay) * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>A connection breaks with so many messages on their way.</summary>
    public void Lose(int messages) => seen.Note(Lost, messages);

    public void WakeAt(Work work, long due)
    {
        if (due <= scheduler.Time.Now) work.Wake();
        else After(TimeSpan.FromTicks(due - scheduler.Time.Now), work.Wake);
    }

    public void Forget(ConnectionEnd end)
    {
        _open.Remove(end);
        if (_halfOpen.Remove(end)) _lastChange = scheduler.Time.Now;
    }

    private void LeaveHalfOpen(ConnectionEnd end)
    {
        if (!end.IsOver) _halfOpen.Add(end);
        After(s_patience, () => NoAnswer(end));
    }

    private void Heal(SimulatedProcess from, SimulatedProcess to)
    {
        if (!_cuts.Remove((from, to))) return;
        _lastChange = scheduler.Time.Now;
        foreach (var end in _open.Where(e => e.Process == to && e.Peer.Process == from)) end.Wake();
    }

    private void NoAnswer(ConnectionEnd end)
    {
        _lastChange = scheduler.Time.Now;
        end.Reset("no answer came", new IOException("Simulated: the other end does not answer."));
    }

    private void GiveUp(ConnectionEnd end)
    {
        if (end.IsOver || !IsCut(end.Peer.Process, end.Process)) return;
        _lastChange = scheduler.Time.Now;
        var cause = new IOException("Simulated: the other end does not answer.");
        end.ResetPeer("the other side ended it", cause);
        end.Reset("no answer came", cause);
    }

    private void After(TimeSpan delay, Action act) => new VirtualTimer(scheduler.Time, act, static () => true).Change(delay, Timeout.InfiniteTimeSpan);
}
