namespace Millrace;

/// <summary>The stored form of a value with a time-to-live.</summary>
/// <param name="UsedAt">The time of the last use in milliseconds, by the clock of the time-to-live; <see cref="long.MinValue"/> if unknown.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Expiring<T>(long UsedAt, T Value);
