namespace Millrace.Bench.Readings;

/// <summary>Counts records and sums their members.</summary>
internal sealed class TotalsSink(Totals totals) : ISink<Reading>
{
    public ISinkWriter<Reading> CreateWriter(SinkContext context) => new Writer(totals);

    private sealed class Writer(Totals totals) : ISinkWriter<Reading>
    {
        private long _count;
        private long _sum;

        public void Write(Reading value, long timestamp)
        {
            _count++;
            _sum += value.Sensor + value.Time + BitConverter.DoubleToInt64Bits(value.Value) + value.Flags;
        }

        public void Flush() => (totals.Count, totals.Sum) = (_count, _sum);

        public void Dispose() { }
    }
}
