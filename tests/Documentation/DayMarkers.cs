namespace Millrace.Documentation.Tests;

/// <summary>Emits a watermark for the record that ends a day.</summary>
public sealed class DayMarkers : WatermarkGenerator<Order>
{
    public override void OnEvent(Order value, long timestamp, IWatermarkOutput output)
    {
        if (value.Product == "end of day") output.Emit(timestamp);
    }
}
