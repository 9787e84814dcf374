namespace Millrace;

/// <summary>
/// Expires a key in a function whose several states must expire together, with a timer that is due when the last use is long enough ago. For a
/// single state, its own time-to-live is sufficient.
/// </summary>
internal sealed class KeyLife(Ttl? timeToLive)
{
    private readonly TimeDomain? _clock =
        timeToLive is null || timeToLive == Ttl.Never ? null : timeToLive.IsInEventTime ? TimeDomain.EventTime : TimeDomain.ProcessingTime;

    private readonly long _milliseconds = timeToLive is null ? 0 : (long)timeToLive.Duration.TotalMilliseconds;

    public bool IsExtendedByReads => _clock is not null && timeToLive!.IsExtendedByReads;

    /// <summary>Whether the key has expired for the current record, even if its timer has not fired yet.</summary>
    public bool IsOver(KeyUse lastUse, long timestamp, ITimerService timers) => IsKnown(lastUse) && Now(timestamp, timers) >= EndOf(lastUse.At);

    /// <summary>Records a use by the current record.</summary>
    /// <param name="lastUse">The last use; the default value if there was none.</param>
    /// <param name="timestamp">The record's timestamp.</param>
    /// <param name="timers">The key's timers.</param>
    /// <returns>The new last use.</returns>
    public KeyUse Use(KeyUse lastUse, long timestamp, ITimerService timers)
    {
        if (_clock is null) return default;
        var now = Now(timestamp, timers);
        if (IsKnown(lastUse)) return lastUse with { At = Math.Max(now, lastUse.At) };
        // There is only one timer: when it fires early, it is registered again for the end of the last use.
        Register(EndOf(now), timers);
        return new KeyUse(_clock, now);
    }

    /// <summary>Whether the key expires at a timer; if not, the timer is registered again for later.</summary>
    public bool EndsAt(TimeDomain clock, long timer, KeyUse lastUse, ITimerService timers)
    {
        // The timer may belong to a previous time-to-live.
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
