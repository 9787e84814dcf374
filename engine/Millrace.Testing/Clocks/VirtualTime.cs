namespace Millrace.Testing.Clocks;

/// <summary>Virtual time: timers fire, in order, only when it is advanced.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private long _order;

    /// <summary>The time since the start, in ticks of 100 ns.</summary>
    public long Now { get; private set; }

    public void Advance(TimeSpan by) => AdvanceTo(Now + by.Ticks);

    /// <summary>Advances to the next timer; false where there is none.</summary>
    public bool AdvanceToNext() => AdvanceToNext(long.MaxValue);

    /// <summary>Advances to the next timer that is due up to the given time; false where there is none.</summary>
    public bool AdvanceToNext(long limit)
    {
        while (_timers.TryPeek(out var timer, out var at) && at.Due <= limit)
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

    public void AdvanceTo(long to)
    {
        while (_timers.TryPeek(out var timer, out var at) && at.Due <= to)
        {
            _timers.Dequeue();
            Now = Math.Max(Now, at.Due);
            if (timer.IsDue(at)) timer.Fire();
        }

        Now = Math.Max(Now, to);
    }

    public (long Due, long Order) Enqueue(VirtualTimer timer, long due)
    {
        var at = (due, ++_order);
        _timers.Enqueue(timer, at);
        return at;
    }
}
