using Millrace.Bench.Readings;

namespace Millrace.Bench.Submitted;

/// <summary>Map, filter and map over readings, as a submittable job.</summary>
internal sealed class LoadedReadingsJob : IStreamJob
{
    public const long Records = 100_000_000;

    public void Define(StreamEnvironment env, JobArguments args) => new FahrenheitJob(Records, new Totals()).Define(env, args);
}
