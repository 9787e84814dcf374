using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>A map per key whose entries each have a time-to-live.</summary>
internal sealed class ExpiringMap<TMapKey, TValue>(IMapState<TMapKey, Expiring<TValue>> storage, ExpiryClock clock) : IMapState<TMapKey, TValue>
    where TMapKey : notnull
{
    // Expired entries are not removed here, where reading is allowed to return them once.
    public bool HasCurrentKey => clock.Ttl.ReturnsExpired ? storage.TryGetAny(out _, out _) : TryGetAny(out _, out _);

    public IReadOnlyList<byte[]> KeysOf(int keyGroup) => storage.KeysOf(keyGroup);

    public bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (storage.TryGet(key, out var stored)) return Use(key, stored, clock.Now, out value);
        value = default;
        return false;
    }

    public void Put(TMapKey key, TValue value)
    {
        Expiring<TValue> kept = default;
        var isKept = clock.Ttl.IsInEventTime && storage.TryGet(key, out kept);
        storage.Put(key, new Expiring<TValue>(clock.Use(isKept, kept), value));
    }

    public bool Remove(TMapKey key)
    {
        if (!storage.TryGet(key, out var stored)) return false;
        storage.Remove(key);
        return clock.Ttl.ReturnsExpired || !clock.HasExpired(stored);
    }

    public void Clear() => storage.Clear();

    // Expired entries are removed as they are found, so that each costs only once.
    public bool TryGetAny([MaybeNullWhen(false)] out TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        while (storage.TryGetAny(out key, out var stored))
        {
            value = stored.Value;
            if (!clock.HasExpired(stored)) return true;
            storage.Remove(key);
            if (clock.Ttl.ReturnsExpired) return true;
        }

        value = default!;
        return false;
    }

    public IEnumerable<KeyValuePair<TMapKey, TValue>> Entries()
    {
        var (now, entries) = (clock.Now, new List<KeyValuePair<TMapKey, TValue>>());
        foreach (var (key, stored) in storage.Entries())
        {
            if (Use(key, stored, now, out var value)) entries.Add(KeyValuePair.Create(key, value));
        }

        return entries;
    }

    private bool Use(TMapKey key, Expiring<TValue> stored, long now, [MaybeNullWhen(false)] out TValue value)
    {
        var hasExpired = clock.HasExpired(stored, now);
        if (hasExpired) storage.Remove(key);
        else if (clock.Ttl.IsExtendedByReads && stored.UsedAt < now) storage.Put(key, stored with { UsedAt = now });
        var isReturned = !hasExpired || clock.Ttl.ReturnsExpired;
        value = isReturned ? stored.Value : default;
        return isReturned;
    }
}
