namespace Millrace;

/// <summary>A record of a window, as seen by an evictor.</summary>
/// <param name="Value">The record.</param>
/// <param name="Timestamp">Its time by the clock that the windows follow, in milliseconds; <see cref="Timestamps.None"/> if it has none.</param>
public sealed record WindowRecord<T>(T Value, long Timestamp);
