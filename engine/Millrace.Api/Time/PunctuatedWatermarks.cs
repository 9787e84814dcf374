namespace Millrace;

/// <summary>Emits the watermarks that records carry.</summary>
internal sealed class PunctuatedWatermarks<T>(Func<T, long, long?> watermarkOf) : WatermarkGenerator<T>
{
    public override void OnEvent(T value, long timestamp, IWatermarkOutput output)
    {
        if (watermarkOf(value, timestamp) is { } watermark) output.Emit(watermark);
    }
}
