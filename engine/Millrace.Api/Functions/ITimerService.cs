namespace Millrace;

/// <summary>Timers of the current key, de-duplicated by key and time; they are state. Times are milliseconds since the epoch.</summary>
public interface ITimerService
{
    /// <summary>The operator's watermark.</summary>
    long CurrentWatermark { get; }

    /// <summary>The machine's time.</summary>
    long CurrentProcessingTime { get; }

    /// <summary>
    /// Calls back when the watermark reaches <paramref name="timestamp"/>; at once where it has. At the end of a bounded input event time goes on
    /// to its end, so that a timer which registers another one each time would never come to an end: it sees that
    /// <see cref="CurrentWatermark"/> is <see cref="Timestamps.MaxWatermark"/> then, and leaves it.
    /// </summary>
    void RegisterEventTimeTimer(long timestamp);

    /// <summary>Takes back an event-time timer; nothing happens where there is none.</summary>
    void DeleteEventTimeTimer(long timestamp);

    /// <summary>Calls back when the machine's time reaches <paramref name="timestamp"/>.</summary>
    void RegisterProcessingTimeTimer(long timestamp);

    /// <summary>Takes back a processing-time timer; nothing happens where there is none.</summary>
    void DeleteProcessingTimeTimer(long timestamp);
}
