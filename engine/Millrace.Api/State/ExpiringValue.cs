using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>A value per key with a time-to-live.</summary>
internal sealed class ExpiringValue<T>(IValueState<Expiring<T>> storage, ExpiryClock clock) : IValueState<T>
{
    public bool HasCurrentKey => storage.TryGet(out var stored) && (clock.Ttl.ReturnsExpired || !clock.HasExpired(stored));

    public IReadOnlyList<byte[]> KeysOf(int keyGroup) => storage.KeysOf(keyGroup);

    public bool TryGet([MaybeNullWhen(false)] out T value) => TryGet(clock.Ttl.ReturnsExpired, out value);

    /// <summary>Reads a value to update; never returns an expired one.</summary>
    public bool TryGetLive([MaybeNullWhen(false)] out T value) => TryGet(returnsExpired: false, out value);

    public void Update(T value)
    {
        // In processing time no use comes before an earlier one.
        Expiring<T> kept = default;
        var isKept = clock.Ttl.IsInEventTime && storage.TryGet(out kept);
        storage.Update(new Expiring<T>(clock.Use(isKept, kept), value));
    }

    public void Clear() => storage.Clear();

    private bool TryGet(bool returnsExpired, [MaybeNullWhen(false)] out T value)
    {
        if (!storage.TryGet(out var stored))
        {
            value = default;
            return false;
        }

        var now = clock.Now;
        var hasExpired = clock.HasExpired(stored, now);
        if (hasExpired) storage.Clear();
        else if (clock.Ttl.IsExtendedByReads && stored.UsedAt < now) storage.Update(stored with { UsedAt = now });
        value = hasExpired && !returnsExpired ? default! : stored.Value;
        return !hasExpired || returnsExpired;
    }
}
