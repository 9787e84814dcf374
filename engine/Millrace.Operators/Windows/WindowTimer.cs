namespace Millrace;

/// <summary>Which of a key's windows a timer is for.</summary>
/// <param name="Domain">The clock that it follows.</param>
/// <param name="Time">When it is due, in milliseconds.</param>
/// <param name="Index">Counts the windows with a timer at that time, from 0, without gaps.</param>
internal readonly record struct WindowTimer(TimeDomain Domain, long Time, int Index);
