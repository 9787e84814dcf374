namespace Millrace.Simulation.Tests.Host;

/// <summary>Virtual time: timers fire, in order, only when it is advanced.</summary>
internal sealed class SimulatedTime
{
    private readonly PriorityQueue<SimulatedTimer, (long Due, long Order)> _timers = new();
    private long _order;

    /// <summary>Ticks of 100 ns since 2026-01-01.</summary>
    public long Now { get; private set; }

    public void Advance(TimeSpan by) => AdvanceTo(Now + by.Ticks);

    /// <summary>Goes on to the next timer; false where there is none.</summary>
    public bool AdvanceToNext()
    {
        while (_timers.TryPeek(out var timer, out var at))
        {
            if (timer.IsDue(at))
            {
                AdvanceTo(at.Due);
                return true;
            }

            _timers.Dequeue();
        }

        return false;
    }

    public (long Due, long Order) Enqueue(SimulatedTimer timer, long due)
    {
        var at = (due, ++_order);
        _timers.Enqueue(timer, at);
        return at;
    }

    private void AdvanceTo(long to)
    {
        while (_timers.TryPeek(out var timer, out var at) && at.Due <= to)
        {
            _timers.Dequeue();
            Now = Math.Max(Now, at.Due);
            if (timer.IsDue(at)) timer.Fire();
        }

        Now = Math.Max(Now, to);
    }
}
