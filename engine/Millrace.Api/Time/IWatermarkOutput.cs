namespace Millrace;

/// <summary>Takes the watermarks of a <see cref="WatermarkGenerator{T}"/>.</summary>
public interface IWatermarkOutput
{
    /// <summary>The machine's time in milliseconds.</summary>
    long CurrentProcessingTime { get; }

    /// <summary>
    /// Says that all records from now on are later. It takes effect after the records that are being read, 256 at most: those of them that come
    /// after this one are not late yet. One that is not above an earlier one changes nothing.
    /// </summary>
    /// <param name="watermark">In milliseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is <see cref="Timestamps.MaxWatermark"/>, which comes by itself at the end of the input.</exception>
    void Emit(long watermark);
}
