using Millrace.Testing.Hosts;

namespace Millrace.Testing.Clusters;

/// <summary>Carries messages from one process to another: in order, after any delay, and lost with either end.</summary>
internal sealed class Link
{
    private readonly Queue<Action> _underWay = new();
    private readonly SimulatedProcess _from;
    private readonly Work _deliver;

    public Link(Scheduler scheduler, SimulatedProcess from, SimulatedProcess to)
    {
        _from = from;
        _deliver = new Work(scheduler, to, Deliver);
    }

    public void Send(Action message)
    {
        if (!_from.Alive) return;
        _underWay.Enqueue(message);
        _deliver.Wake();
    }

    private bool Deliver()
    {
        if (_underWay.TryDequeue(out var message)) message();
        return _underWay.Count > 0;
    }
}
