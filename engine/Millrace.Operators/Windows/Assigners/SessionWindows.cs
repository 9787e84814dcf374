namespace Millrace;

/// <summary>Assigns each record a window as long as the gap; windows that touch are merged.</summary>
internal sealed class SessionWindows<T>(TimeDomain domain, TimeSpan? fixedGap, Func<T, TimeSpan> gapOf) : WindowAssigner<T>
{
    public override TimeDomain Domain => domain;

    public override bool Merges => true;

    public override void Assign(T value, long time, ICollection<TimeWindow> windows)
    {
        if (Reaches(value, time)) windows.Add(new TimeWindow(time, time + GapOf(value)));
    }

    internal override bool Reaches(T value, long time) => time <= long.MaxValue - GapOf(value);

    public override string? Validate() => fixedGap is { } gap ? WindowLengths.Problem("Session windows", "gap", gap) : null;

    private long GapOf(T value)
    {
        var gap = gapOf(value);
        return WindowLengths.Problem("Session windows", "gap", gap) is { } problem ? throw new InvalidOperationException($"{problem}.") : (long)gap.TotalMilliseconds;
    }
}
