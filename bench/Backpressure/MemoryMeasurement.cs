using System.Diagnostics;
using System.Globalization;
using Millrace.Bench.Measuring;

namespace Millrace.Bench.Backpressure;

/// <summary>
/// Measures resident memory while an unbounded source feeds a sink of 1,000 records a second: after 10 s, and its peak in the 60 s after
/// that. Each job runs in a separate process, all at the same time, because they mostly wait.
/// </summary>
internal static class MemoryMeasurement
{
    public const string ChildCommand = "slow-job";

    private const double Limit = 1.10;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    /// <summary>Runs all jobs; false where one of them grew by 10 % or more.</summary>
    public static bool Run()
    {
        Console.WriteLine($"backpressure: resident memory after {WarmUp.TotalSeconds} s, and its peak in the next {Measured.TotalSeconds} s (target below {Limit:F2} times)");
        var children = SlowJob.Kinds.Select(Start).ToList();
        var holds = true;
        foreach (var child in children)
        {
            Console.WriteLine($"  {child.StandardOutput.ReadToEnd().TrimEnd()}");
            child.WaitForExit();
            holds &= child.ExitCode == 0;
            child.Dispose();
        }

        Console.WriteLine();
        return holds;
    }

    /// <summary>Runs one job in this process and exits; never returns.</summary>
    public static void RunChild(string kind)
    {
        var taken = new Taken();
        new Thread(() => EngineRun.Execute(() => new SlowJob(kind, taken))) { IsBackground = true }.Start();
        Thread.Sleep(WarmUp);
        var (first, before) = (Resident(), taken.Count);
        var (peak, last) = (first, first);
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Measured)
        {
            Thread.Sleep(500);
            last = Resident();
            peak = Math.Max(peak, last);
        }

        var ratio = (double)peak / first;
        var rate = (taken.Count - before) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind}: {first >> 20:N0} MiB, peak {peak >> 20:N0} MiB ({ratio:F2}), at the end {last >> 20:N0} MiB, {rate:N0} records a second, {GC.CollectionCount(0)} collections"));
        Environment.Exit(ratio < Limit && rate > 0 ? 0 : 1);
    }

    private static Process Start(string kind)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildCommand, kind]) { RedirectStandardOutput = true };
        // Memory that the runtime itself takes in its first minute is excluded, to see what the engine holds: garbage before the first collection
        // (as much as fits the processor's cache by default; here 1 MiB, in hexadecimal), and code recompiled by tiering.
        start.Environment["DOTNET_GCgen0size"] = "100000";
        start.Environment["DOTNET_TieredCompilation"] = "0";
        return Process.Start(start)!;
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
