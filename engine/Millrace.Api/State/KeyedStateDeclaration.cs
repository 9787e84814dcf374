using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>State of a record's key; a function over a keyed stream declares it in a field.</summary>
public abstract class KeyedStateDeclaration : StateDeclaration
{
    private protected KeyedStateDeclaration(string name, Ttl? ttl = null) : base(name) => Ttl = ttl ?? Ttl.Never;

    private IKeyedStorage? _storage;

    /// <summary>How long the values live.</summary>
    public Ttl Ttl { get; }

    /// <summary>The storage behind this state.</summary>
    /// <exception cref="InvalidJobException">The state is not bound to storage.</exception>
    internal IKeyedStorage KeyedStorage => _storage ?? throw NotBound();

    /// <summary>Gets the storage behind this state from <paramref name="binder"/>, by its types.</summary>
    public abstract void Bind(IStateBinder binder);

    /// <summary>Returns the storage of a value per key, or null from a binder that only looks at types.</summary>
    private protected IValueState<T>? BindValue<T>(IStateBinder binder)
    {
        if (Ttl.IsNever) return Kept(binder.BindValue<T>(this));
        var clock = new ExpiryClock(Ttl, binder);
        return Kept(binder.BindValue<Expiring<T>>(this, clock.IsDead) is { } storage ? new ExpiringValue<T>(storage, clock) : null);
    }

    /// <summary>Returns the storage of a map per key, or null from a binder that only looks at types.</summary>
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

    /// <summary>Reads a value to add to; an expired one counts as absent.</summary>
    private protected static bool TryGetLive<T>(IValueState<T> storage, [MaybeNullWhen(false)] out T value) =>
        storage is ExpiringValue<T> expiring ? expiring.TryGetLive(out value) : storage.TryGet(out value);
}
