namespace Millrace.Simulation.Tests.Host;

/// <summary>The clock of one process: its time of day is off by a skew, its monotonic clock is not.</summary>
internal sealed class SimulatedClock(SimulatedProcess process, SimulatedTime time, TimeSpan skew) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(time.Now) + skew;

    public override long GetTimestamp() => time.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(process, time, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
