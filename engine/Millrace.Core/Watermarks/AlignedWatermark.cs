namespace Millrace.Core.Watermarks;

/// <summary>The watermark of a source's subtask that is aligned with others.</summary>
/// <param name="Group">The group.</param>
/// <param name="Watermark">
/// The watermark in milliseconds; <see cref="long.MaxValue"/> if the source is idle or has ended, so that nothing waits for it.
/// </param>
public readonly record struct AlignedWatermark(string Group, long Watermark);
