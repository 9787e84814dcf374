namespace Millrace;

/// <summary>A trigger's view of a key and window, with their timers. A <c>ref struct</c>, so capturing it does not compile.</summary>
public readonly ref struct TriggerContext
{
    private readonly ITimerService _timers;
    private readonly WindowTimers _windowTimers;

    internal TriggerContext(TimeWindow window, TimeDomain clock, ITimerService timers, WindowTimers windowTimers) =>
        (Window, Clock, _timers, _windowTimers) = (window, clock, timers, windowTimers);

    /// <summary>The window.</summary>
    public TimeWindow Window { get; }

    /// <summary>The clock by which the window starts and ends.</summary>
    public TimeDomain Clock { get; }

    /// <summary>The operator's watermark, in milliseconds.</summary>
    public long CurrentWatermark => _timers.CurrentWatermark;

    /// <summary>The machine's time, in milliseconds.</summary>
    public long CurrentProcessingTime => _timers.CurrentProcessingTime;

    /// <summary>Whether the watermark has passed the window's end: each late record that it still accepts is to fire it.</summary>
    internal bool HasEnded => Clock == TimeDomain.EventTime && Window.MaxTimestamp <= CurrentWatermark;

    /// <summary>Registers a timer at the window's end, by its own clock.</summary>
    internal void RegisterEnd() => _windowTimers.Register(Clock, Window.MaxTimestamp, Window, _timers);

    /// <summary>Deletes the timer at the window's end.</summary>
    internal void DeleteEnd() => _windowTimers.Delete(Clock, Window.MaxTimestamp, Window, _timers);

    /// <summary>Whether a timer that fires is the one at the window's end.</summary>
    internal bool IsEnd(TimeDomain domain, long time) => domain == Clock && time == Window.MaxTimestamp;

    /// <summary>Registers a timer that calls the trigger for this window when the watermark reaches <paramref name="time"/>.</summary>
    public void RegisterEventTimeTimer(long time) => _windowTimers.Register(TimeDomain.EventTime, time, Window, _timers);

    /// <summary>Deletes an event-time timer of this window; does nothing if there is none.</summary>
    public void DeleteEventTimeTimer(long time) => _windowTimers.Delete(TimeDomain.EventTime, time, Window, _timers);

    /// <summary>Registers a timer that calls the trigger for this window when the machine's time has passed <paramref name="time"/>.</summary>
    public void RegisterProcessingTimeTimer(long time) => _windowTimers.Register(TimeDomain.ProcessingTime, time, Window, _timers);

    /// <summary>Deletes a processing-time timer of this window; does nothing if there is none.</summary>
    public void DeleteProcessingTimeTimer(long time) => _windowTimers.Delete(TimeDomain.ProcessingTime, time, Window, _timers);
}
