namespace Millrace;

/// <summary>
/// Generates watermarks from the records of one split of a source, or of one subtask of an operator behind it. Each split or subtask has its own
/// generator, on one thread.
/// </summary>
/// <remarks>
/// A generator is not part of a checkpoint: after a restore there is a new one, and the watermark stays where it was until the new generator exceeds
/// it. A split takes its watermark along to another subtask; behind a source, every subtask resumes from the lowest watermark in the checkpoint.
/// </remarks>
/// <example><code>
/// public sealed class DayMarkers : WatermarkGenerator&lt;Order>
/// {
///     public override void OnEvent(Order value, long timestamp, IWatermarkOutput output)
///     {
///         if (value.Product == "end of day") output.Emit(timestamp);
///     }
/// }
/// </code></example>
public abstract class WatermarkGenerator<T>
{
    /// <summary>Called for each record.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in milliseconds, or <see cref="Timestamps.None"/>.</param>
    /// <param name="output">Takes a watermark.</param>
    public abstract void OnEvent(T value, long timestamp, IWatermarkOutput output);

    /// <summary>Called after every few records, at most 256, and at least five times a second while there are none.</summary>
    /// <param name="output">Takes a watermark.</param>
    public virtual void OnPeriodicEmit(IWatermarkOutput output) { }
}
