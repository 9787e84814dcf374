using System.Globalization;

namespace Millrace.Bench.Measuring;

/// <summary>Runs a baseline and the engine in turn, and prints a comparison.</summary>
internal static class Comparison
{
    /// <param name="title">The name of the comparison.</param>
    /// <param name="unit">The unit counted.</param>
    /// <param name="units">The number of units in a run.</param>
    /// <param name="target">The ratio to reach.</param>
    /// <param name="rounds">The number of rounds counted, after one that is not.</param>
    /// <param name="baseline">The hand-written program.</param>
    /// <param name="engine">The job.</param>
    public static void Run(string title, string unit, long units, double target, int rounds, Action baseline, Action engine)
    {
        Console.WriteLine($"{title}: {units:N0} {unit}s a run");
        Timing.Of(baseline);
        Timing.Of(engine);
        var pairs = new List<(Timing Baseline, Timing Engine)>();
        for (var round = 0; round < rounds; round++)
        {
            var pair = (Timing.Of(baseline), Timing.Of(engine));
            pairs.Add(pair);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  round {round + 1}: {Line(pair, unit, units)}"));
        }

        var ratio = Median(pairs.Select(p => p.Baseline.Seconds / p.Engine.Seconds));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  median ratio {ratio:F2} of the baseline's speed (target {target:F2})"));
        Console.WriteLine();
    }

    /// <summary>Returns the middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Line((Timing Baseline, Timing Engine) pair, string unit, long units)
    {
        var (baseline, engine, cores) = (pair.Baseline.Seconds * 1e9 / units, pair.Engine.Seconds * 1e9 / units, pair.Engine.CpuSeconds * 1e9 / units);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"ratio {baseline / engine:F2}; a {unit} takes {baseline:F1} ns, in the engine {engine:F1} ns ({cores:F1} ns over all cores, {(double)pair.Engine.Allocated / units:F2} bytes allocated)");
    }
}
