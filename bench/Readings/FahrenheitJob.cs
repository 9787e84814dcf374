namespace Millrace.Bench.Readings;

/// <summary>Map, filter and map over readings.</summary>
internal sealed class FahrenheitJob(long records, Totals totals) : IStreamJob
{
    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(new ReadingSource(records)).Uid("readings")
            .Map(reading => reading with { Value = (reading.Value * 1.8) + 32 })
            .Filter(reading => reading.Value >= 50)
            .Map(reading => reading with { Flags = reading.Flags | 1 })
            .SinkTo(new TotalsSink(totals)).Uid("totals");
}
