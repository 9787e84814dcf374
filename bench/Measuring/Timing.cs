using System.Diagnostics;

namespace Millrace.Bench.Measuring;

/// <summary>What a run took.</summary>
/// <param name="Seconds">On the clock.</param>
/// <param name="CpuSeconds">Of all threads of the process.</param>
/// <param name="Allocated">Bytes that all threads allocated.</param>
internal readonly record struct Timing(double Seconds, double CpuSeconds, long Allocated)
{
    /// <summary>Times a run, after a collection of what earlier ones left.</summary>
    public static Timing Of(Action run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        run();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Timing(seconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}
