using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Bench.Measuring;
using Millrace.Hosting.Protocol;

namespace Millrace.Bench.Recovery;

/// <summary>
/// Kills a task manager of two, and rescales from 4 to 2 and back, with much state: how long it takes until all subtasks put out records again, by
/// stamps of their records; where that time goes; and whether the interruption that a rescale reports is the real one.
/// </summary>
internal static class RecoveryMeasurement
{
    private const int Rounds = 3;
    private const int Parallelism = 4;
    private const double Target = 1.5;
    private const double MostError = 0.1;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <param name="keys">The number of keys of 100 bytes.</param>
    /// <param name="storage">The storage of the cluster; null for a temporary folder.</param>
    /// <returns>Whether all targets were met.</returns>
    public static bool Run(long keys, string? storage)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-bench-").FullName;
        try
        {
            return RunIn(folder, keys, storage ?? $"file://{folder}/storage");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool RunIn(string folder, long keys, string storage)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"recovery: {keys:N0} keys of 100 bytes over two task managers, in {storage} (targets: {Target:F1} s each; the interruption that is reported within {MostError:P0} of the real one)"));
        var stamps = Directory.CreateDirectory(Path.Combine(folder, "stamps")).FullName;
        using var cluster = new MeasuredCluster(folder, storage);
        var job = cluster.Submit(
            typeof(RecoveryJob), ["--parallelism", $"{Parallelism}", "--checkpoint-interval", "2s"], ["--keys", $"{keys}", "--stamps", stamps]);
        using var watched = new WatchedJob(cluster.Jobs, job);
        watched.WaitForAll(keys);
        var (kills, rescales) = (new List<Recovery>(), new List<Recovery>());
        for (var round = 0; round < Rounds; round++)
        {
            rescales.Add(Measure("4 to 2", () => Rescale(2)));
            rescales.Add(Measure("2 to 4", () => Rescale(Parallelism)));
            kills.Add(Measure("kill", () => (cluster.Kill(), null)));
            cluster.StartVictim();
            // A process that has just started loads the job, and has compiled nothing: for information.
            Measure("4 to 2, also onto a new process", () => Rescale(2));
            Measure("2 to 4", () => Rescale(Parallelism));
        }

        var (killed, rescaled) = (Comparison.Median(kills.Select(static r => r.Total)), Comparison.Median(rescales.Select(static r => r.Total)));
        var error = Comparison.Median(rescales.Select(static r => Math.Abs((r.Reported!.Value / r.Gap) - 1)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  medians: {killed:F2} s from a kill, {rescaled:F2} s from a rescale; reported interruptions are wrong by {error:P0}"));
        Console.WriteLine();
        return killed <= Target && rescaled <= Target && error <= MostError;

        (long, Duration?) Rescale(int parallelism)
        {
            var now = Stopwatch.GetTimestamp();
            return (now, cluster.Jobs.Rescale(new RescaleJobRequest { Job = job, Parallelism = parallelism }, deadline: DateTime.UtcNow + s_longest).Interruption);
        }

        Recovery Measure(string name, Func<(long, Duration?)> act)
        {
            watched.WaitForCheckpoint();
            var recovery = new Recovery(name, watched, new Stamps(stamps), act);
            Console.WriteLine($"  {recovery}");
            return recovery;
        }
    }
}
