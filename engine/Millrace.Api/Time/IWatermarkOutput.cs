namespace Millrace;

/// <summary>Takes the watermarks of a <see cref="WatermarkGenerator{T}"/>.</summary>
public interface IWatermarkOutput
{
    /// <summary>The machine's time, in milliseconds.</summary>
    long CurrentProcessingTime { get; }

    /// <summary>
    /// Emits a watermark: all later records have later event times. It takes effect after the records currently being read, at most 256, so those
    /// that follow this one are not late yet. A watermark that is not higher than the previous one has no effect.
    /// </summary>
    /// <param name="watermark">In milliseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The watermark is <see cref="Timestamps.MaxWatermark"/>, which is emitted automatically at the end of the input.
    /// </exception>
    void Emit(long watermark);
}
