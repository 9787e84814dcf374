namespace Millrace;

/// <summary>What is stored of a state with a time-to-live.</summary>
/// <param name="UsedAt">The processing time of the last use, in milliseconds.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Expiring<T>(long UsedAt, T Value);
