namespace Millrace;

/// <summary>The last use of a key's state.</summary>
/// <param name="Clock">The clock; null if there was no time-to-live.</param>
/// <param name="At">The time, in milliseconds.</param>
internal readonly record struct KeyUse(TimeDomain? Clock, long At);
