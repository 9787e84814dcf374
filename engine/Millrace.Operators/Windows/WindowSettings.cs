namespace Millrace;

/// <summary>How a stream's windows are made.</summary>
/// <param name="Assigner">Which windows a record belongs to.</param>
/// <param name="AllowedLateness">For how many milliseconds after its end a window still takes records, 0 or more.</param>
/// <param name="LateData">Where records go that no window takes any more; null where they are dropped.</param>
internal sealed record WindowSettings<T>(WindowAssigner<T> Assigner, long AllowedLateness, LateData<T>? LateData)
{
    /// <summary>When a window is forgotten: its end and the allowed lateness.</summary>
    public long CleanupTime(TimeWindow window) => CleanupTime(window.MaxTimestamp);

    /// <summary>The same, of the last millisecond of a window.</summary>
    public long CleanupTime(long maxTimestamp)
    {
        if (Assigner.Domain == TimeDomain.ProcessingTime) return maxTimestamp;
        return maxTimestamp > long.MaxValue - AllowedLateness ? long.MaxValue : maxTimestamp + AllowedLateness;
    }

    /// <summary>The time of a record by the clock that the windows follow.</summary>
    /// <exception cref="InvalidOperationException">The windows are of event time, and the record has none.</exception>
    public long TimeOf(long timestamp, ITimerService timers)
    {
        if (Assigner.Domain == TimeDomain.ProcessingTime) return timers.CurrentProcessingTime;
        return timestamp != Timestamps.None || !Assigner.NeedsTime
            ? timestamp
            : throw new InvalidOperationException("The record has no timestamp, which windows of event time need: give its source a WatermarkStrategy with WithTimestamps.");
    }
}
