namespace Millrace;

/// <summary>
/// Timers of windows, built on those of keys: which windows a timer of the current key is for, and which timers a window has, is state. A key with
/// processing-time timers also has a timer at the end of the input, because afterwards processing time no longer advances. Processing-time timers
/// fire when their millisecond has passed, as with a watermark, so that records of that millisecond come first.
/// </summary>
internal sealed class WindowTimers : IStateGroup
{
    private readonly GroupedEntries<WindowTimer, TimeWindow> _windows = new("window/timers");
    private readonly GroupedEntries<TimeWindow, WindowTimer> _timers = new("window/timers-of");
    private readonly MapState<long, bool> _processingTimes = new("window/processing-times");

    /// <summary>Returns the time for which a timer that fires was registered here.</summary>
    public static long TimeOf(TimeDomain domain, long due) => domain == TimeDomain.EventTime ? due : due - 1;

    public void Register(TimeDomain domain, long time, TimeWindow window, ITimerService timers)
    {
        var timer = new WindowTimer(domain, time);
        if (_windows.Contains(timer, window)) return;
        _timers.Add(window, timer);
        if (!_windows.Add(timer, window)) return;
        if (domain == TimeDomain.EventTime)
        {
            timers.RegisterEventTimeTimer(time);
            return;
        }

        _processingTimes.Put(time, true);
        timers.RegisterProcessingTimeTimer(time + 1);
        timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
    }

    public void Delete(TimeDomain domain, long time, TimeWindow window, ITimerService timers) => Delete(new WindowTimer(domain, time), window, timers);

    /// <summary>Deletes all timers of a window that has ended.</summary>
    public void DeleteAll(TimeWindow window, ITimerService timers)
    {
        foreach (var timer in _timers.Of(window)) Delete(timer, window, timers);
    }

    /// <summary>Returns the times of the current key's processing-time timers, ascending.</summary>
    public IEnumerable<long> ProcessingTimes() => _processingTimes.Keys;

    /// <summary>Moves the windows whose timer fires to <paramref name="due"/>, in window order.</summary>
    public void Take(TimeDomain domain, long time, ITimerService timers, List<TimeWindow> due)
    {
        var timer = new WindowTimer(domain, time);
        due.AddRange(_windows.Of(timer));
        due.Sort(static (a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
        foreach (var window in due) Delete(timer, window, timers);
    }

    private void Delete(WindowTimer timer, TimeWindow window, ITimerService timers)
    {
        if (!_timers.Remove(window, timer)) return;
        _windows.Remove(timer, window);
        if (_windows.IsAny(timer)) return;
        if (timer is { Domain: TimeDomain.EventTime, Time: not Timestamps.MaxWatermark })
        {
            timers.DeleteEventTimeTimer(timer.Time);
            return;
        }

        if (timer.Domain == TimeDomain.ProcessingTime)
        {
            _processingTimes.Remove(timer.Time);
            timers.DeleteProcessingTimeTimer(timer.Time + 1);
        }

        if (_processingTimes.IsEmpty && !_windows.IsAny(new WindowTimer(TimeDomain.EventTime, Timestamps.MaxWatermark)))
            timers.DeleteEventTimeTimer(Timestamps.MaxWatermark);
    }
}
