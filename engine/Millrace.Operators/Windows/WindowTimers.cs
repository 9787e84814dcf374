namespace Millrace;

/// <summary>
/// Timers of windows, over those of keys: which windows a timer of the current key is for is state. A key that has timers of the machine's
/// time has one at the end of the input too, because after it no such time comes. Those are due when their millisecond is over, as a
/// watermark says of event time: records of it still come before.
/// </summary>
internal sealed class WindowTimers(MapState<WindowTimer, TimeWindow> windows)
{
    /// <summary>The time for which a timer that is due was registered here.</summary>
    public static long TimeOf(TimeDomain domain, long due) => domain == TimeDomain.EventTime ? due : due - 1;

    public void Register(TimeDomain domain, long time, TimeWindow window, ITimerService timers)
    {
        var index = 0;
        for (; windows.TryGet(new WindowTimer(domain, time, index), out var other); index++)
        {
            if (other == window) return;
        }

        windows.Put(new WindowTimer(domain, time, index), window);
        if (index > 0) return;
        if (domain == TimeDomain.EventTime)
        {
            timers.RegisterEventTimeTimer(time);
            return;
        }

        timers.RegisterProcessingTimeTimer(time + 1);
        timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
    }

    public void Delete(TimeDomain domain, long time, TimeWindow window, ITimerService timers)
    {
        var (found, last) = (-1, -1);
        TimeWindow moved = default;
        while (windows.TryGet(new WindowTimer(domain, time, last + 1), out var other))
        {
            last++;
            moved = other;
            if (other == window) found = last;
        }

        if (found < 0) return;
        if (found < last) windows.Put(new WindowTimer(domain, time, found), moved);
        windows.Remove(new WindowTimer(domain, time, last));
        if (last > 0) return;
        if (domain == TimeDomain.EventTime)
        {
            if (time != Timestamps.MaxWatermark || !IsAnyOf(TimeDomain.ProcessingTime)) timers.DeleteEventTimeTimer(time);
            return;
        }

        timers.DeleteProcessingTimeTimer(time + 1);
        ForgetEnd(timers);
    }

    /// <summary>Takes back all timers of the current key that follow the machine's time.</summary>
    public void DeleteProcessingTime(ITimerService timers)
    {
        foreach (var timer in windows.Keys.Where(static t => t.Domain == TimeDomain.ProcessingTime))
        {
            windows.Remove(timer);
            timers.DeleteProcessingTimeTimer(timer.Time + 1);
        }
    }

    /// <summary>The times of the current key's timers that follow the machine's time, ascending.</summary>
    public List<long> ProcessingTimes() => [.. windows.Keys.Where(static t => t.Domain == TimeDomain.ProcessingTime).Select(static t => t.Time).Distinct()];

    /// <summary>Removes the windows for which a timer is due, and adds them to <paramref name="due"/>.</summary>
    public void Take(TimeDomain domain, long time, ITimerService timers, List<TimeWindow> due)
    {
        for (var index = 0; windows.TryGet(new WindowTimer(domain, time, index), out var window); index++)
        {
            due.Add(window);
            windows.Remove(new WindowTimer(domain, time, index));
        }

        if (domain == TimeDomain.EventTime) return;
        timers.DeleteProcessingTimeTimer(time + 1);
        ForgetEnd(timers);
    }

    private void ForgetEnd(ITimerService timers)
    {
        if (!IsAnyOf(TimeDomain.ProcessingTime) && !windows.Contains(new WindowTimer(TimeDomain.EventTime, Timestamps.MaxWatermark, 0)))
            timers.DeleteEventTimeTimer(Timestamps.MaxWatermark);
    }

    private bool IsAnyOf(TimeDomain domain) => windows.Keys.Any(t => t.Domain == domain);
}
