using System.Diagnostics;

namespace Millrace.Bench.Measuring;

/// <summary>The cost of a run.</summary>
/// <param name="Seconds">The elapsed time.</param>
/// <param name="CpuSeconds">The processor time of all threads of the process.</param>
/// <param name="Allocated">The bytes allocated by all threads.</param>
internal readonly record struct Timing(double Seconds, double CpuSeconds, long Allocated)
{
    /// <summary>Times a run, after collecting the garbage of earlier ones.</summary>
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
