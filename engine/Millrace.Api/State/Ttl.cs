using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// How long the values of a keyed state live without being used, in the host's processing time or in event time. In a map or a list, each element
/// has its own time. Expired values are removed when they are found, and gradually while records arrive, so that the state of abandoned keys does
/// not stay forever. Checkpoints keep the original times, and a state may be restored with another time-to-live: if it had none, or one by the other
/// clock, its values live from the restore on; if it no longer has one, they stay.
/// </summary>
/// <example><code>
/// private readonly ValueState&lt;long&gt; _seen = new("seen", Ttl.After(TimeSpan.FromHours(1)));
/// </code></example>
public sealed record Ttl
{
    private Ttl(TimeSpan duration) => Duration = duration;

    /// <summary>Values live until they are explicitly removed.</summary>
    public static Ttl Never { get; } = new(TimeSpan.MaxValue);

    /// <summary>How long a value lives after its last use.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Whether a read counts as a use, like a write.</summary>
    public bool IsExtendedByReads { get; private init; }

    /// <summary>Whether an expired value that has not been removed yet is returned, once.</summary>
    public bool ReturnsExpired { get; private init; }

    /// <summary>Whether values live in event time rather than processing time.</summary>
    public bool IsInEventTime { get; private init; }

    internal bool IsNever => Duration == TimeSpan.MaxValue;

    /// <summary>Creates a time-to-live after which values that were not written again have expired and are never returned.</summary>
    /// <param name="duration">The duration, at least one millisecond.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The duration is shorter than one millisecond.</exception>
    public static Ttl After(TimeSpan duration, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (duration < TimeSpan.FromMilliseconds(1))
            throw new InvalidJobException(
                $"At {CallSite.Of(file, line)}: a time-to-live of {duration} is not valid; it must be at least one millisecond.");
        return new Ttl(duration);
    }

    /// <summary>Makes reads extend the time as well. For the next checkpoint, each read is then a write.</summary>
    public Ttl OnReadAndWrite() => this with { IsExtendedByReads = true };

    /// <summary>
    /// Makes values live in event time: a value is used at the time of the current record or timer, and has expired for one that is later by the
    /// duration or more. Records that arrive in order therefore see the same state whenever they are processed. Late records count as being at the
    /// watermark; values that only they could still see are removed. Records need timestamps.
    /// </summary>
    public Ttl InEventTime() => this with { IsInEventTime = true };

    /// <summary>
    /// Makes an expired value that has not been cleaned up yet readable once more, for uses such as a cache where stale is better than missing.
    /// </summary>
    public Ttl UntilCleaned() => this with { ReturnsExpired = true };

    /// <inheritdoc/>
    public override string ToString() =>
        IsNever ? "never" : $"{Duration}{(IsInEventTime ? " of event time" : "")} after {(IsExtendedByReads ? "reads and writes" : "writes")}{(ReturnsExpired ? ", until cleaned" : "")}";
}
