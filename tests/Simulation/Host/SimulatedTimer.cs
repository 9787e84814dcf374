namespace Millrace.Simulation.Tests.Host;

/// <summary>A timer of a process; it does not fire any more when the process is dead.</summary>
internal sealed class SimulatedTimer(SimulatedProcess process, SimulatedTime time, Action fire) : ITimer
{
    private (long Due, long Order)? _at;
    private TimeSpan _period;

    public bool IsDue((long Due, long Order) at) => _at == at && process.Alive;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _at = dueTime < TimeSpan.Zero ? null : time.Enqueue(this, time.Now + dueTime.Ticks);
        return true;
    }

    public void Fire()
    {
        _at = _period > TimeSpan.Zero ? time.Enqueue(this, time.Now + _period.Ticks) : null;
        process.As(fire);
    }

    public void Dispose() => _at = null;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
