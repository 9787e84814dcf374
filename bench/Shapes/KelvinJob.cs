using Millrace.Bench.Readings;

namespace Millrace.Bench.Shapes;

/// <summary>A job of the same shape as <see cref="FahrenheitJob"/> with other functions.</summary>
internal sealed class KelvinJob(long records, Totals totals) : IStreamJob
{
    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(new ReadingSource(records)).Uid("readings")
            .Map(reading => reading with { Value = reading.Value + 273.15 })
            .Filter(reading => (reading.Sensor & 7) != 0)
            .Map(reading => reading with { Flags = reading.Flags ^ reading.Time })
            .SinkTo(new TotalsSink(totals)).Uid("totals");
}
