namespace Millrace.Testing.Clocks;

/// <summary>A timer in virtual time; it no longer fires once its process is dead.</summary>
internal sealed class VirtualTimer(VirtualTime time, Action fire, Func<bool> isAlive) : ITimer
{
    private (long Due, long Order)? _at;
    private TimeSpan _period;

    public bool IsDue((long Due, long Order) at) => _at == at && isAlive();

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _at = dueTime < TimeSpan.Zero ? null : time.Enqueue(this, time.Now + dueTime.Ticks);
        return true;
    }

    public void Fire()
    {
        _at = _period > TimeSpan.Zero ? time.Enqueue(this, time.Now + _period.Ticks) : null;
        fire();
    }

    public void Dispose() => _at = null;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
