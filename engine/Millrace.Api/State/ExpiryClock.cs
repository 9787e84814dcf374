namespace Millrace;

/// <summary>Says whether something has expired.</summary>
internal sealed class ExpiryClock(Ttl ttl, IStateBinder binder)
{
    private readonly long _milliseconds = (long)ttl.Duration.TotalMilliseconds;

    public Ttl Ttl => ttl;

    public long Now => ttl.IsInEventTime ? binder.EventTime.Now : binder.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public bool HasExpired<T>(Expiring<T> stored) => HasExpired(stored, Now);

    // What was kept before there was any event time lives until it is used.
    public bool HasExpired<T>(Expiring<T> stored, long now) =>
        stored.UsedAt <= now - _milliseconds && stored.UsedAt != long.MinValue && now >= long.MinValue + _milliseconds;

    /// <summary>Whether nobody will miss it, whatever comes: of event time that is sooner for a record than for the watermark.</summary>
    public bool IsDead<T>(Expiring<T> stored) => HasExpired(stored, ttl.IsInEventTime ? binder.EventTime.Passed : Now);

    /// <summary>The time of a use; one that comes out of order in event time takes nothing off what is kept.</summary>
    public long Use<T>(bool isKept, Expiring<T> kept) => isKept ? Math.Max(kept.UsedAt, Now) : Now;
}
