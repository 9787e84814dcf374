namespace Millrace;

/// <summary>A timer of a key's windows.</summary>
/// <param name="Domain">The clock that it follows.</param>
/// <param name="Time">When it fires, in milliseconds.</param>
internal readonly record struct WindowTimer(TimeDomain Domain, long Time);
