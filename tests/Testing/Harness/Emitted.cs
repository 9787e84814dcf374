namespace Millrace.Tests.Testing.Harness;

/// <summary>A record that came out.</summary>
/// <param name="Value">The record.</param>
/// <param name="Timestamp">Its timestamp in milliseconds.</param>
/// <param name="Watermark">The newest watermark before it.</param>
public readonly record struct Emitted<T>(T Value, long Timestamp, long Watermark);
