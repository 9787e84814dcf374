using Millrace.Runtime.Timers;

namespace Millrace.Runtime.Operators;

/// <summary>The event time of a keyed operator.</summary>
/// <param name="timers">Supplies the watermark.</param>
/// <param name="timestampOf">Returns the timestamp of the current record or timer.</param>
internal sealed class EventClock<TKey>(HeapTimerService<TKey> timers, Func<long> timestampOf) : IEventClock
{
    /// <summary>Whether a processing-time timer is being fired, which has no event time.</summary>
    public bool IsProcessingTime { get; set; }

    public long Passed => timers.FiredUpTo;

    public long Now
    {
        get
        {
            var passed = timers.CurrentFiredUpTo;
            var now = IsProcessingTime ? passed : Math.Max(timestampOf(), passed);
            if (now != Timestamps.None) return now;
            throw new InvalidOperationException(
                "The record has no timestamp, which a time-to-live in event time needs: give its source a WatermarkStrategy with WithTimestamps.");
        }
    }
}
