using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>State of the record's key: a function over a keyed stream declares it as a field.</summary>
public abstract class KeyedStateDeclaration : StateDeclaration
{
    private protected KeyedStateDeclaration(string name, Ttl? ttl = null) : base(name) => Ttl = ttl ?? Ttl.Never;

    private IKeyedStorage? _storage;

    /// <summary>How long its values live.</summary>
    public Ttl Ttl { get; }

    /// <summary>What it has storage in.</summary>
    /// <exception cref="InvalidJobException">It has none.</exception>
    internal IKeyedStorage KeyedStorage => _storage ?? throw NotBound();

    /// <summary>Asks <paramref name="binder"/> for the storage behind this state, by its types.</summary>
    public abstract void Bind(IStateBinder binder);

    /// <summary>The storage of a value per key, null from a binder that only looks at types.</summary>
    private protected IValueState<T>? BindValue<T>(IStateBinder binder)
    {
        if (Ttl.IsNever) return Kept(binder.BindValue<T>(this));
        var clock = new ExpiryClock(Ttl, binder);
        return Kept(binder.BindValue<Expiring<T>>(this, clock.IsDead) is { } storage ? new ExpiringValue<T>(storage, clock) : null);
    }

    /// <summary>The storage of a map per key, null from a binder that only looks at types.</summary>
    private protected IMapState<TMapKey, TValue>? BindMap<TMapKey, TValue>(IStateBinder binder) where TMapKey : notnull
    {
        if (Ttl.IsNever) return Kept(binder.BindMap<TMapKey, TValue>(this));
        var clock = new ExpiryClock(Ttl, binder);
        return Kept(binder.BindMap<TMapKey, Expiring<TValue>>(this, clock.IsDead) is { } storage ? new ExpiringMap<TMapKey, TValue>(storage, clock) : null);
    }

    private TStorage? Kept<TStorage>(TStorage? storage) where TStorage : class, IKeyedStorage
    {
        _storage = storage;
        return Bound(storage);
    }

    /// <summary>Reads a value to add to; one that has expired is none.</summary>
    private protected static bool TryGetLive<T>(IValueState<T> storage, [MaybeNullWhen(false)] out T value) =>
        storage is ExpiringValue<T> expiring ? expiring.TryGetLive(out value) : storage.TryGet(out value);
}
