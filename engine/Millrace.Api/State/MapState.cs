using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>
/// A map per key. Each entry is stored separately, so a large map costs no more per access than a small one. Enumeration is in the order of the map
/// keys' canonical bytes: numbers and times ascending, strings by their UTF-8 bytes, tuples member by member.
/// </summary>
/// <example><code>
/// private readonly MapState&lt;string, long> _products = new("products");
///
/// public override void Process(Order value, KeyedProcessContext&lt;string> context, ICollector&lt;Order> output) =>
///     _products.Put(value.Product, _products.TryGet(value.Product, out var count) ? count + 1 : 1);
/// </code></example>
/// <param name="name">The name, unique within its operator.</param>
/// <param name="ttl">How long an entry lives; null is <see cref="Ttl.Never"/>.</param>
public sealed class MapState<TMapKey, TValue>(string name, Ttl? ttl = null) : KeyedStateDeclaration(name, ttl) where TMapKey : notnull
{
    private IMapState<TMapKey, TValue>? _storage;

    private IMapState<TMapKey, TValue> Storage => _storage ?? throw NotBound();

    /// <inheritdoc/>
    public override string Kind => "map";

    /// <summary>Whether the current key's map is empty; the cost does not depend on the number of entries.</summary>
    public bool IsEmpty => !Storage.TryGetAny(out _, out _);

    /// <summary>Reads an entry of the current key's map; returns false if there is none.</summary>
    public bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value) => Storage.TryGet(key, out value);

    /// <summary>Whether the current key's map has an entry for <paramref name="key"/>.</summary>
    public bool Contains(TMapKey key) => Storage.TryGet(key, out _);

    /// <summary>Adds or replaces an entry.</summary>
    public void Put(TMapKey key, TValue value) => Storage.Put(key, value);

    /// <summary>Removes an entry; returns false if there was none.</summary>
    public bool Remove(TMapKey key) => Storage.Remove(key);

    /// <summary>Removes all entries of the current key.</summary>
    public void Clear() => Storage.Clear();

    /// <summary>
    /// The entries of the current key in the order of their map keys, as of this call; changing the map does not affect the enumeration.
    /// </summary>
    public IEnumerable<KeyValuePair<TMapKey, TValue>> Entries => Storage.Entries();

    /// <summary>The map keys of the current key in order, as of this call.</summary>
    public IEnumerable<TMapKey> Keys => Storage.Entries().Select(static entry => entry.Key);

    /// <summary>The values of the current key in the order of their map keys, as of this call.</summary>
    public IEnumerable<TValue> Values => Storage.Entries().Select(static entry => entry.Value);

    /// <inheritdoc/>
    public override void Bind(IStateBinder binder)
    {
        RefuseIfBound(_storage);
        _storage = BindMap<TMapKey, TValue>(binder);
    }
}
