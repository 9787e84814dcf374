namespace Millrace;

/// <summary>
/// How long a function keeps a key of several states, which are to end together: with a timer when the last use is so long ago. For a
/// single state its own time-to-live does it.
/// </summary>
internal sealed class KeyLife(Ttl? timeToLive)
{
    private readonly TimeDomain? _clock =
        timeToLive is null || timeToLive == Ttl.Never ? null : timeToLive.IsInEventTime ? TimeDomain.EventTime : TimeDomain.ProcessingTime;

    private readonly long _milliseconds = timeToLive is null ? 0 : (long)timeToLive.Duration.TotalMilliseconds;

    public bool IsExtendedByReads => _clock is not null && timeToLive!.IsExtendedByReads;

    /// <summary>Whether what was used last at a time is over for the record at hand, also where its timer is still to come.</summary>
    public bool IsOver(KeyUse lastUse, long timestamp, ITimerService timers) => IsKnown(lastUse) && Now(timestamp, timers) >= EndOf(lastUse.At);

    /// <summary>The record at hand uses what is kept.</summary>
    /// <param name="lastUse">The last use; the default value where there was none.</param>
    /// <param name="timestamp">The record's timestamp.</param>
    /// <param name="timers">The key's timers.</param>
    /// <returns>The last use now.</returns>
    public KeyUse Use(KeyUse lastUse, long timestamp, ITimerService timers)
    {
        if (_clock is null) return default;
        var now = Now(timestamp, timers);
        if (IsKnown(lastUse)) return lastUse with { At = Math.Max(now, lastUse.At) };
        // There is one timer: when it is due it is put off to the end of the last use.
        Register(EndOf(now), timers);
        return new KeyUse(_clock, now);
    }

    /// <summary>Whether what is kept is over at a timer; otherwise the timer is put off.</summary>
    public bool EndsAt(TimeDomain clock, long timer, KeyUse lastUse, ITimerService timers)
    {
        // A timer may be of a time-to-live that there was before.
        if (clock != _clock || !IsKnown(lastUse)) return false;
        if (EndOf(lastUse.At) <= timer) return true;
        Register(EndOf(lastUse.At), timers);
        return false;
    }

    private bool IsKnown(KeyUse use) => _clock is not null && use.Clock == _clock;

    private long Now(long timestamp, ITimerService timers)
    {
        var now = _clock == TimeDomain.EventTime ? Math.Max(timestamp, timers.CurrentWatermark) : timers.CurrentProcessingTime;
        return now != Timestamps.None
            ? now
            : throw new InvalidOperationException("The record has no timestamp, which a time-to-live in event time needs: give its source a WatermarkStrategy with WithTimestamps.");
    }

    private long EndOf(long lastUse) => lastUse > long.MaxValue - _milliseconds ? long.MaxValue : lastUse + _milliseconds;

    private void Register(long time, ITimerService timers)
    {
        if (_clock == TimeDomain.EventTime) timers.RegisterEventTimeTimer(time);
        else timers.RegisterProcessingTimeTimer(time);
    }
}
