namespace Millrace.Bench.Readings;

/// <summary>A hand-written map, filter and map: one loop, fully inlined.</summary>
internal static class ReadingsBaseline
{
    public static void Run(long records, Totals totals)
    {
        var table = Data.Table;
        var (count, sum) = (0L, 0L);
        for (long i = 0; i < records; i++)
        {
            ref readonly var reading = ref table[(int)i & Data.Mask];
            var fahrenheit = (reading.Value * 1.8) + 32;
            if (fahrenheit < 50) continue;
            count++;
            sum += reading.Sensor + reading.Time + BitConverter.DoubleToInt64Bits(fahrenheit) + (reading.Flags | 1);
        }

        (totals.Count, totals.Sum) = (count, sum);
    }
}
