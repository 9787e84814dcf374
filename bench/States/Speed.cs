using System.Diagnostics;

namespace Millrace.Bench.States;

/// <summary>The speed of state updates.</summary>
/// <param name="Rate">Updates per second.</param>
/// <param name="Pauses">The fraction of the time in which garbage collection paused all threads.</param>
internal readonly record struct Speed(double Rate, double Pauses)
{
    /// <param name="updates">The number of updates.</param>
    /// <param name="begun">The timestamp when they started.</param>
    /// <param name="paused">The total pause duration until then.</param>
    public static Speed Of(long updates, long begun, TimeSpan paused)
    {
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return new Speed(updates / seconds, (GC.GetTotalPauseDuration() - paused).TotalSeconds / seconds);
    }
}
