namespace Millrace.Core.Watermarks;

/// <summary>How far a source's subtask is that keeps near to the others of its group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Watermark">Its watermark in milliseconds; the highest number where it is idle or has ended, so that nobody waits for it.</param>
public readonly record struct AlignedWatermark(string Group, long Watermark);
