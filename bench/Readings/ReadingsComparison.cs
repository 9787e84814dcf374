using Millrace.Bench.Measuring;

namespace Millrace.Bench.Readings;

/// <summary>Compares map, filter and map over a record of 32 bytes with <see cref="ReadingsBaseline"/>.</summary>
internal static class ReadingsComparison
{
    private const long Records = 200_000_000;

    public static void Run(int rounds)
    {
        var (expected, counted) = (new Totals(), new Totals());
        Comparison.Run(
            "map-filter-map", "record", Records, 0.25, rounds,
            () => ReadingsBaseline.Run(Records, expected),
            () => EngineRun.Execute(() => new FahrenheitJob(Records, counted)));
        if (expected.Count != counted.Count || expected.Sum != counted.Sum)
            throw new InvalidOperationException($"The job's totals ({counted.Count}, {counted.Sum}) are not the baseline's ({expected.Count}, {expected.Sum}).");
    }

    /// <summary>Compares the job with itself under a metrics listener.</summary>
    public static void RunListened(int rounds)
    {
        Comparison.Run("map-filter-map with a listener", "record", Records, 1, rounds, Engine, static () => MetricsListener.During(Engine));

        static void Engine() => EngineRun.Execute(static () => new FahrenheitJob(Records, new Totals()));
    }
}
