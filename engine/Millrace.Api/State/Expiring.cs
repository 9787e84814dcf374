namespace Millrace;

/// <summary>What is stored of a state with a time-to-live.</summary>
/// <param name="UsedAt">The time of the last use, by the clock of the time-to-live, in milliseconds; the lowest number where it is not known.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Expiring<T>(long UsedAt, T Value);
