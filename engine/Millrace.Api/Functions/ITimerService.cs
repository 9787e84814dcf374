namespace Millrace;

/// <summary>Timers of the current key, deduplicated by key and time; they are part of the state. Times are in milliseconds since the epoch.</summary>
public interface ITimerService
{
    /// <summary>The operator's watermark, in milliseconds.</summary>
    long CurrentWatermark { get; }

    /// <summary>The machine's time, in milliseconds.</summary>
    long CurrentProcessingTime { get; }

    /// <summary>
    /// Registers a timer that fires when the watermark reaches <paramref name="timestamp"/>, immediately if it already has. At the end of a bounded
    /// input the watermark advances to <see cref="Timestamps.MaxWatermark"/>, so a timer that always registers another one would never stop: check
    /// <see cref="CurrentWatermark"/> for that value, and register none.
    /// </summary>
    void RegisterEventTimeTimer(long timestamp);

    /// <summary>Deletes an event-time timer; does nothing if there is none.</summary>
    void DeleteEventTimeTimer(long timestamp);

    /// <summary>Registers a timer that fires when the machine's time reaches <paramref name="timestamp"/>.</summary>
    void RegisterProcessingTimeTimer(long timestamp);

    /// <summary>Deletes a processing-time timer; does nothing if there is none.</summary>
    void DeleteProcessingTimeTimer(long timestamp);
}
