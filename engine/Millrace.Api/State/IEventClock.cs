namespace Millrace;

/// <summary>An operator's event time, for state that lives by it.</summary>
public interface IEventClock
{
    /// <summary>The time of the record or of the timer at hand, in milliseconds; what is late counts as of <see cref="Passed"/>.</summary>
    /// <exception cref="InvalidOperationException">The record has none, and no watermark has come.</exception>
    long Now { get; }

    /// <summary>The last watermark whose timers have all fired: what is not late is later. The lowest number before the first one.</summary>
    long Passed { get; }
}
