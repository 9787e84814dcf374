using System.Diagnostics;
using System.Text.Json;
using Millrace;
using Millrace.Local;
using Nexmark.Generator;
using Nexmark.Rows;

namespace Nexmark.Running;

/// <summary>Measures a query.</summary>
internal static class Bench
{
    private const int MeasuredAlone = 1_000_000;

    /// <summary>Runs the job and prints one JSON line.</summary>
    /// <param name="args">The options.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        var totals = new RowTotals();
        var alone = 0.0;
        var (allocated, cpu) = (0L, TimeSpan.Zero);
        return JobProgram.Run(
            args,
            () =>
            {
                if (alone == 0) (alone, allocated, cpu) = (MeasureGenerator(), GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
                return new BenchJob(totals);
            },
            (report, jobArgs) => Print(report, jobArgs, totals, alone, GC.GetTotalAllocatedBytes() - allocated, Environment.CpuUsage.TotalTime - cpu));
    }

    private static double MeasureGenerator()
    {
        var generator = new NexmarkGenerator(1);
        var kept = new NexmarkEvent[1024];
        for (var n = 0; n < MeasuredAlone / 4; n++) kept[n % kept.Length] = generator.Make(n);
        var begun = Stopwatch.GetTimestamp();
        for (var n = 0; n < MeasuredAlone; n++) kept[n % kept.Length] = generator.Make(n);
        return MeasuredAlone / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static void Print(JobReport report, JobArguments args, RowTotals totals, double alone, long allocated, TimeSpan cpu)
    {
        if (report.State != "finished") return;
        var events = args.Get(NexmarkOptions.Events);
        using var process = Process.GetCurrentProcess();
        var bench = new BenchReport(
            args.Get(NexmarkOptions.Query),
            events,
            report.Parallelism,
            report.Seconds,
            Math.Round(events / report.Seconds),
            Math.Round(events / cpu.TotalSeconds),
            Math.Round(alone),
            report.Checkpoints,
            Math.Round((double)allocated / events, 1),
            process.PeakWorkingSet64,
            totals.Rows,
            $"{totals.Hash:x16}");
        Console.Out.WriteLine(JsonSerializer.Serialize(bench, JsonSerializerOptions.Web));
    }
}
