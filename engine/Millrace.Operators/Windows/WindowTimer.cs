namespace Millrace;

/// <summary>When windows of a key have a timer.</summary>
/// <param name="Domain">The clock that it follows.</param>
/// <param name="Time">When it is due, in milliseconds.</param>
internal readonly record struct WindowTimer(TimeDomain Domain, long Time);
