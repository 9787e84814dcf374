using System.Globalization;
using Millrace.Bench.Checkpoints;
using Millrace.Bench.Measuring;

namespace Millrace.Bench.Alignment;

/// <summary>Measures how long checkpoints take behind a slow keyed operator, aligned and unaligned.</summary>
internal static class AlignmentMeasurement
{
    private const int Count = 100_000;
    private const double MostOfAligned = 0.20;

    /// <summary>Runs both; false where the target is missed.</summary>
    public static bool Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"alignment: {Count:N0} records through two full exchanges to an operator of 4,000 records a second (target: unaligned in {MostOfAligned:F2} of the aligned time)"));
        var aligned = Measure("aligned", "never");
        var unaligned = Measure("unaligned after 100 ms", "100ms");
        var ratio = unaligned / aligned;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio {ratio:F3}\n"));
        return ratio <= MostOfAligned;
    }

    private static double Measure(string kind, string timeout)
    {
        using var listener = new CheckpointListener();
        EngineRun.Execute(
            static () => new FullExchangeJob(Count), "--parallelism", "4", "--checkpoint-interval", "500ms", "--set", $"checkpoint.alignment-timeout={timeout}");
        // The last one comes when nothing is in flight.
        var (durations, sizes) = (listener.Durations.SkipLast(1).Order().ToList(), listener.Sizes.SkipLast(1).Order().ToList());
        var median = durations[durations.Count / 2];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {kind}: {durations.Count} checkpoints, median {median:F2} s, longest {durations[^1]:F2} s, {sizes[sizes.Count / 2] / 1024.0:N0} KiB each"));
        return median;
    }
}
