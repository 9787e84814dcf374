namespace Millrace;

/// <summary>When what is kept of a key was used last.</summary>
/// <param name="Clock">The clock; null where its time-to-live was none.</param>
/// <param name="At">The time, in milliseconds.</param>
internal readonly record struct KeyUse(TimeDomain? Clock, long At);
