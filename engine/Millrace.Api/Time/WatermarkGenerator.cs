namespace Millrace;

/// <summary>
/// Makes watermarks of the records that it sees: those of one split of a source, or of one subtask of an operator behind it. Each has one of
/// its own, on one thread.
/// </summary>
/// <remarks>
/// What a generator remembers is in no checkpoint: after a restore another one begins, and the watermark stays where it was until the new one
/// is further. A split takes its watermark along to another subtask; behind a source every subtask goes on from the lowest one that there was.
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

    /// <summary>Called after some records, 256 at most, and at least five times a second while there are none.</summary>
    /// <param name="output">Takes a watermark.</param>
    public virtual void OnPeriodicEmit(IWatermarkOutput output) { }
}
