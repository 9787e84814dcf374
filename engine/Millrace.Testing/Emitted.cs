namespace Millrace.Testing;

/// <summary>A record that came out.</summary>
/// <param name="Value">The record.</param>
/// <param name="Timestamp">Its timestamp in milliseconds, or <see cref="Timestamps.None"/>.</param>
/// <param name="Watermark">The newest watermark that came out before it, in milliseconds.</param>
public readonly record struct Emitted<T>(T Value, long Timestamp, long Watermark);
