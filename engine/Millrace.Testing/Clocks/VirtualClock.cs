namespace Millrace.Testing.Clocks;

/// <summary>A clock in virtual time.</summary>
/// <param name="time">The virtual time.</param>
/// <param name="start">The time of day at its start.</param>
internal sealed class VirtualClock(VirtualTime time, DateTimeOffset start) : TimeProvider
{
    /// <summary>Runs a timer's callback as code of the clock's process.</summary>
    public Action<Action> Run { get; init; } = static act => act();

    /// <summary>Returns whether the clock's process is alive; a dead one's timers do not fire.</summary>
    public Func<bool> IsAlive { get; init; } = static () => true;

    /// <summary>How far the time of day was set forward, or back.</summary>
    public TimeSpan Shift { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => (start + Shift).AddTicks(time.Now);

    public override long GetTimestamp() => time.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(time, () => Run(() => callback(state)), IsAlive);
        timer.Change(dueTime, period);
        return timer;
    }
}
