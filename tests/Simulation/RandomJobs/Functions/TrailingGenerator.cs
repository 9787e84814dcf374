namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>Trails the highest time of its split by its disorder: at once after every third record, otherwise periodically.</summary>
internal sealed class TrailingGenerator(long disorder) : WatermarkGenerator<Item>
{
    private long _highest = long.MinValue;
    private int _records;

    public override void OnEvent(Item value, long timestamp, IWatermarkOutput output)
    {
        _highest = Math.Max(_highest, timestamp);
        if (++_records % 3 == 0) OnPeriodicEmit(output);
    }

    public override void OnPeriodicEmit(IWatermarkOutput output)
    {
        if (_records > 0) output.Emit(_highest - disorder - 1);
    }
}
