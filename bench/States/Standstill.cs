using System.Globalization;
using Millrace.Bench.Measuring;

namespace Millrace.Bench.States;

/// <summary>
/// Measures how long snapshots stop a task from processing, by the engine's own metric, while 50,000 entries a second are touched, whatever the
/// size of the state. The first checkpoint contains all keys, and the touches continue until the increments outweigh the state, so that it is
/// rewritten in full. Small state has more checkpoints, because each of them stops only a few times.
/// </summary>
internal static class Standstill
{
    private const int TouchesPerSecond = 50_000;
    private const double Longest = 0.010;
    private const double MostGrowth = 1.5;

    /// <summary>Runs all sizes; false where one of them misses its target.</summary>
    public static bool Run()
    {
        Console.WriteLine($"standstill: {TouchesPerSecond:N0} touches a second (targets: at 5 M keys within {MostGrowth} times that at 10 k, and below {Longest * 1000:F0} ms)");
        var small = Measure(10_000, TimeSpan.FromSeconds(60), "500ms");
        Measure(1_000_000, TimeSpan.FromSeconds(60), "10s");
        var large = Measure(5_000_000, TimeSpan.FromSeconds(160), "10s");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  5 M keys against 10 k: {large.Usual / small.Usual:F2} at the 99.9th percentile, {large.Max / small.Max:F2} at the maximum"));
        Console.WriteLine();
        return large.Usual <= small.Usual * MostGrowth && large.Max < Longest;
    }

    private static (double Usual, double Max) Measure(long keys, TimeSpan time, string interval)
    {
        var touches = new Touches();
        using var listener = new StandstillListener(touches);
        EngineRun.Execute(() => new TouchJob(new TouchSource(keys, TouchesPerSecond, time, touches)), "--checkpoint-interval", interval);
        double[] sorted = [.. listener.Standstills.Order()];
        var (usual, max) = (sorted[(int)(sorted.Length * 0.999)], sorted[^1]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {keys,9:N0} keys: 99.9th percentile {usual * 1000:F2} ms, maximum {max * 1000:F2} ms of {sorted.Length:N0} standstills; {listener.Checkpoints} checkpoints, the largest {listener.Largest >> 20:N0} MiB, the last {listener.Last >> 20:N0} MiB"));
        return (usual, max);
    }
}
