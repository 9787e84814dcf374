namespace Millrace;

internal static class WindowLengths
{
    /// <summary>Returns what is wrong with a duration, or null.</summary>
    public static string? Problem(string kind, string what, TimeSpan length)
    {
        if (length <= TimeSpan.Zero) return $"{kind} have the {what} {length}, which must be more than 0";
        return length.Ticks % TimeSpan.TicksPerMillisecond == 0 ? null : $"{kind} have the {what} {length}, which is not a whole number of milliseconds";
    }
}
