namespace Millrace;

/// <summary>Says whether something has expired.</summary>
internal sealed class ExpiryClock(Ttl ttl, TimeProvider time)
{
    private readonly long _milliseconds = (long)ttl.Duration.TotalMilliseconds;

    public Ttl Ttl => ttl;

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public bool HasExpired<T>(Expiring<T> stored) => HasExpired(stored, Now);

    public bool HasExpired<T>(Expiring<T> stored, long now) => now - stored.UsedAt >= _milliseconds;
}
