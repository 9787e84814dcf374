using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// How long the values of a keyed state live without being used, by the processing time of the host or in event time. In a map and in a list
/// each element has a time of its own. What has expired is removed when it is met, and by and by while records come, so that the state of
/// forgotten keys does not stay for ever. Checkpoints keep the original times, and a state goes on with another time-to-live: where it had
/// none, or one by the other clock, its values live from the restore on; where it has none any more, they stay.
/// </summary>
/// <example><code>
/// private readonly ValueState&lt;long&gt; _seen = new("seen", Ttl.After(TimeSpan.FromHours(1)));
/// </code></example>
public sealed record Ttl
{
    private Ttl(TimeSpan duration) => Duration = duration;

    /// <summary>Values live until they are removed.</summary>
    public static Ttl Never { get; } = new(TimeSpan.MaxValue);

    /// <summary>How long a value lives after its last use.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Whether a read is a use, as a write is.</summary>
    public bool IsExtendedByReads { get; private init; }

    /// <summary>Whether an expired value that is still there is returned, once.</summary>
    public bool ReturnsExpired { get; private init; }

    /// <summary>Whether values live in event time, and not by the machine's.</summary>
    public bool IsInEventTime { get; private init; }

    internal bool IsNever => Duration == TimeSpan.MaxValue;

    /// <summary>Values live for a time after they were created or written last, and are never returned afterwards.</summary>
    /// <param name="duration">How long; a millisecond or more.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">It is shorter.</exception>
    public static Ttl After(TimeSpan duration, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (duration < TimeSpan.FromMilliseconds(1))
            throw new InvalidJobException(
                $"At {CallSite.Of(file, line)}: a time-to-live of {duration} is none; it is a millisecond or more. State that is not to be kept needs no declaration.");
        return new Ttl(duration);
    }

    /// <summary>Reads extend the time as well. Each one is a write for the next checkpoint.</summary>
    public Ttl OnReadAndWrite() => this with { IsExtendedByReads = true };

    /// <summary>
    /// Values live in event time: a value is used at the time of the record or timer at hand, and has expired for one that is the duration or more
    /// later. So what comes in order sees the same whenever it is processed. Records that are late count as of the watermark, at which what nothing
    /// but they could see is removed. Records need timestamps.
    /// </summary>
    public Ttl InEventTime() => this with { IsInEventTime = true };

    /// <summary>An expired value is returned where it was not cleaned up yet, once: what is old is better than nothing, as in a cache.</summary>
    public Ttl UntilCleaned() => this with { ReturnsExpired = true };

    /// <inheritdoc/>
    public override string ToString() =>
        IsNever ? "never" : $"{Duration}{(IsInEventTime ? " of event time" : "")} after {(IsExtendedByReads ? "reads and writes" : "writes")}{(ReturnsExpired ? ", until cleaned" : "")}";
}
