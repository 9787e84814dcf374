using System.Diagnostics;

namespace Millrace.Bench.States;

/// <summary>How fast state was updated.</summary>
/// <param name="Rate">Updates a second.</param>
/// <param name="Pauses">The part of the time in which the collector paused everything.</param>
internal readonly record struct Speed(double Rate, double Pauses)
{
    /// <param name="updates">How many updates there were.</param>
    /// <param name="begun">The timestamp when they began.</param>
    /// <param name="paused">All pauses until then.</param>
    public static Speed Of(long updates, long begun, TimeSpan paused)
    {
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return new Speed(updates / seconds, (GC.GetTotalPauseDuration() - paused).TotalSeconds / seconds);
    }
}
