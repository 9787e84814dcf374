namespace Millrace.Cli.Tests.Fakes;

/// <summary>A clock on which each delay of a few seconds ends at once, as if it had passed. Longer ones are time limits, never reached.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private long _ticks = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).Ticks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isDelay = dueTime != Timeout.InfiniteTimeSpan && dueTime <= LongestDelay;
        if (isDelay) Advance(dueTime);
        return System.CreateTimer(callback, state, isDelay ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
