namespace Millrace;

/// <summary>Decides whether a stored value has expired.</summary>
internal sealed class ExpiryClock(Ttl ttl, IStateBinder binder)
{
    private readonly long _milliseconds = (long)ttl.Duration.TotalMilliseconds;

    public Ttl Ttl => ttl;

    public long Now => ttl.IsInEventTime ? binder.EventTime.Now : binder.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public bool HasExpired<T>(Expiring<T> stored) => HasExpired(stored, Now);

    // A value stored before there was any event time does not expire until it is used.
    public bool HasExpired<T>(Expiring<T> stored, long now) =>
        stored.UsedAt <= now - _milliseconds && stored.UsedAt != long.MinValue && now >= long.MinValue + _milliseconds;

    /// <summary>
    /// Whether nothing can read the value any more. In event time it expires for a record before it does for the watermark, which decides here.
    /// </summary>
    public bool IsDead<T>(Expiring<T> stored) => HasExpired(stored, ttl.IsInEventTime ? binder.EventTime.Passed : Now);

    /// <summary>Returns the time of a use; an out-of-order use in event time does not shorten the life of the stored value.</summary>
    public long Use<T>(bool isKept, Expiring<T> kept) => isKept ? Math.Max(kept.UsedAt, Now) : Now;
}
