namespace Millrace;

/// <summary>Timers of windows, over those of keys: which windows a timer of the current key is for is state.</summary>
internal sealed class WindowTimers(MapState<WindowTimer, TimeWindow> windows)
{
    public void Register(TimeDomain domain, long time, TimeWindow window, ITimerService timers)
    {
        var index = 0;
        for (; windows.TryGet(new WindowTimer(domain, time, index), out var other); index++)
        {
            if (other == window) return;
        }

        windows.Put(new WindowTimer(domain, time, index), window);
        if (index > 0) return;
        if (domain == TimeDomain.EventTime) timers.RegisterEventTimeTimer(time);
        else timers.RegisterProcessingTimeTimer(time);
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
        if (domain == TimeDomain.EventTime) timers.DeleteEventTimeTimer(time);
        else timers.DeleteProcessingTimeTimer(time);
    }

    /// <summary>Removes the windows for which a timer is due, and adds them to <paramref name="due"/>.</summary>
    public void Take(TimeDomain domain, long time, List<TimeWindow> due)
    {
        for (var index = 0; windows.TryGet(new WindowTimer(domain, time, index), out var window); index++)
        {
            due.Add(window);
            windows.Remove(new WindowTimer(domain, time, index));
        }
    }
}
