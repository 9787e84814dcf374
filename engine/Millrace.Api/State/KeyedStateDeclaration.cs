using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>State of the record's key: a function over a keyed stream declares it as a field.</summary>
public abstract class KeyedStateDeclaration : StateDeclaration
{
    private protected KeyedStateDeclaration(string name, Ttl? ttl = null) : base(name) => Ttl = ttl ?? Ttl.Never;

    /// <summary>How long its values live.</summary>
    public Ttl Ttl { get; }

    /// <summary>Asks <paramref name="binder"/> for the storage behind this state, by its types.</summary>
    public abstract void Bind(IStateBinder binder);

    /// <summary>The storage of a value per key, null from a binder that only looks at types.</summary>
    private protected IValueState<T>? BindValue<T>(IStateBinder binder)
    {
        if (Ttl.IsNever) return Bound(binder.BindValue<T>(this));
        var clock = new ExpiryClock(Ttl, binder);
        return Bound(binder.BindValue<Expiring<T>>(this, clock.IsDead)) is { } storage ? new ExpiringValue<T>(storage, clock) : null;
    }

    /// <summary>The storage of a map per key, null from a binder that only looks at types.</summary>
    private protected IMapState<TMapKey, TValue>? BindMap<TMapKey, TValue>(IStateBinder binder) where TMapKey : notnull
    {
        if (Ttl.IsNever) return Bound(binder.BindMap<TMapKey, TValue>(this));
        var clock = new ExpiryClock(Ttl, binder);
        return Bound(binder.BindMap<TMapKey, Expiring<TValue>>(this, clock.IsDead)) is { } storage ? new ExpiringMap<TMapKey, TValue>(storage, clock) : null;
    }

    /// <summary>Reads a value to add to; one that has expired is none.</summary>
    private protected static bool TryGetLive<T>(IValueState<T> storage, [MaybeNullWhen(false)] out T value) =>
        storage is ExpiringValue<T> expiring ? expiring.TryGetLive(out value) : storage.TryGet(out value);
}
