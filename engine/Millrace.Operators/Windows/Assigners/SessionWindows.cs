namespace Millrace;

/// <summary>Each record opens a window of the gap's length, and those that touch become one.</summary>
internal sealed class SessionWindows<T>(TimeDomain domain, TimeSpan? fixedGap, Func<T, TimeSpan> gapOf) : WindowAssigner<T>
{
    public override TimeDomain Domain => domain;

    public override bool Merges => true;

    public override void Assign(T value, long time, ICollection<TimeWindow> windows)
    {
        var gap = gapOf(value);
        if (WindowLengths.Problem("Session windows", "gap", gap) is { } problem) throw new InvalidOperationException($"{problem}.");
        windows.Add(new TimeWindow(time, time + (long)gap.TotalMilliseconds));
    }

    public override string? Validate() => fixedGap is { } gap ? WindowLengths.Problem("Session windows", "gap", gap) : null;
}
