namespace Millrace;

/// <summary>A map per key. Each entry is stored by itself, so a large map costs no more per access than a small one.</summary>
public sealed class MapState<TMapKey, TValue>(string name) : StateDeclaration(name) where TMapKey : notnull
{
    private IMapState<TMapKey, TValue>? _storage;

    private IMapState<TMapKey, TValue> Storage => _storage ?? throw NotBound();

    /// <summary>Reads an entry of the current key's map; false where there is none.</summary>
    public bool TryGet(TMapKey key, out TValue value) => Storage.TryGet(key, out value);

    /// <summary>Whether the current key's map has an entry for <paramref name="key"/>.</summary>
    public bool Contains(TMapKey key) => Storage.TryGet(key, out _);

    /// <summary>Adds or replaces an entry.</summary>
    public void Put(TMapKey key, TValue value) => Storage.Put(key, value);

    /// <summary>Removes an entry; false where there was none.</summary>
    public bool Remove(TMapKey key) => Storage.Remove(key);

    /// <summary>Removes all entries of the current key.</summary>
    public void Clear() => Storage.Clear();

    /// <summary>The entries of the current key, as they are when the enumeration starts.</summary>
    public IEnumerable<KeyValuePair<TMapKey, TValue>> Entries => Storage.Entries();

    /// <inheritdoc/>
    public override void Bind(IStateBinder binder)
    {
        RefuseIfBound(_storage);
        _storage = binder.BindMap(this);
    }
}
