namespace Millrace.Testing;

/// <summary>An emitted record.</summary>
/// <param name="Value">The record.</param>
/// <param name="Timestamp">Its timestamp in milliseconds, or <see cref="Timestamps.None"/>.</param>
/// <param name="Watermark">The newest watermark that came out before it, in milliseconds.</param>
public readonly record struct Emitted<T>(T Value, long Timestamp, long Watermark);
