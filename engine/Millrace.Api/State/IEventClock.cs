namespace Millrace;

/// <summary>An operator's event time, for state whose time-to-live is in event time.</summary>
public interface IEventClock
{
    /// <summary>The time of the current record or timer, in milliseconds; late records count as being at <see cref="Passed"/>.</summary>
    /// <exception cref="InvalidOperationException">The record has no timestamp, and no watermark has arrived.</exception>
    long Now { get; }

    /// <summary>
    /// The last watermark whose timers have all fired; records that are not late are after it. <see cref="long.MinValue"/> before the first one.
    /// </summary>
    long Passed { get; }
}
