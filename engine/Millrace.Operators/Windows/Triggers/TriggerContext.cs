namespace Millrace;

/// <summary>What a trigger sees of a key and window, with the timers of these two. A <c>ref struct</c>, so that capturing it does not compile.</summary>
public readonly ref struct TriggerContext
{
    private readonly ITimerService _timers;
    private readonly WindowTimers _windowTimers;

    internal TriggerContext(TimeWindow window, ITimerService timers, WindowTimers windowTimers) =>
        (Window, _timers, _windowTimers) = (window, timers, windowTimers);

    /// <summary>The window.</summary>
    public TimeWindow Window { get; }

    /// <summary>The operator's watermark.</summary>
    public long CurrentWatermark => _timers.CurrentWatermark;

    /// <summary>The machine's time in milliseconds.</summary>
    public long CurrentProcessingTime => _timers.CurrentProcessingTime;

    /// <summary>Calls the trigger back for this window when the watermark reaches <paramref name="time"/>.</summary>
    public void RegisterEventTimeTimer(long time) => _windowTimers.Register(TimeDomain.EventTime, time, Window, _timers);

    /// <summary>Takes back an event-time timer of this window; nothing happens where there is none.</summary>
    public void DeleteEventTimeTimer(long time) => _windowTimers.Delete(TimeDomain.EventTime, time, Window, _timers);

    /// <summary>Calls the trigger back for this window when the machine's time has passed <paramref name="time"/>.</summary>
    public void RegisterProcessingTimeTimer(long time) => _windowTimers.Register(TimeDomain.ProcessingTime, time, Window, _timers);

    /// <summary>Takes back a processing-time timer of this window; nothing happens where there is none.</summary>
    public void DeleteProcessingTimeTimer(long time) => _windowTimers.Delete(TimeDomain.ProcessingTime, time, Window, _timers);
}
