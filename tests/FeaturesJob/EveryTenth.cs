namespace Millrace.FeaturesJob;

/// <summary>Emits a watermark at every tenth record of a split.</summary>
internal sealed class EveryTenth : WatermarkGenerator<Sale>
{
    private int _records;

    public override void OnEvent(Sale value, long timestamp, IWatermarkOutput output)
    {
        if (++_records % 10 == 0) output.Emit(timestamp);
    }

    public override void OnPeriodicEmit(IWatermarkOutput output)
    {
    }
}
