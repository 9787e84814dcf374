namespace Millrace;

/// <summary>The settings of a stream's windows.</summary>
/// <param name="Assigner">Assigns records to windows.</param>
/// <param name="AllowedLateness">How many milliseconds after its end a window still accepts records, at least 0.</param>
/// <param name="LateData">Takes records that are too late for any window; null if they are dropped.</param>
internal sealed record WindowSettings<T>(WindowAssigner<T> Assigner, long AllowedLateness, LateData<T>? LateData)
{
    /// <summary>Returns when a window is dropped: its end plus the allowed lateness.</summary>
    public long CleanupTime(TimeWindow window) => CleanupTime(window.MaxTimestamp);

    /// <summary>Returns when a window with the given last millisecond is dropped.</summary>
    public long CleanupTime(long maxTimestamp)
    {
        if (Assigner.Domain == TimeDomain.ProcessingTime) return maxTimestamp;
        return maxTimestamp > long.MaxValue - AllowedLateness ? long.MaxValue : maxTimestamp + AllowedLateness;
    }

    /// <summary>Returns the time of a record by the clock that the windows follow.</summary>
    /// <exception cref="InvalidOperationException">The windows are in event time, and the record has no timestamp.</exception>
    public long TimeOf(long timestamp, ITimerService timers)
    {
        if (Assigner.Domain == TimeDomain.ProcessingTime) return timers.CurrentProcessingTime;
        return timestamp != Timestamps.None || !Assigner.NeedsTime
            ? timestamp
            : throw new InvalidOperationException("The record has no timestamp, which event-time windows need: give its source a WatermarkStrategy with WithTimestamps.");
    }
}
