using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>A backend's storage of a map for the current key; each entry is stored separately.</summary>
public interface IMapState<TMapKey, TValue> : IKeyedStorage where TMapKey : notnull
{
    bool IKeyedStorage.HasCurrentKey => TryGetAny(out _, out _);

    /// <summary>Reads an entry of the current key's map.</summary>
    bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Adds or replaces an entry.</summary>
    void Put(TMapKey key, TValue value);

    /// <summary>Removes an entry; returns false if there was none.</summary>
    bool Remove(TMapKey key);

    /// <summary>Removes all entries of the current key.</summary>
    void Clear();

    /// <summary>Reads an arbitrary entry of the current key's map, whichever is cheapest; returns false if there is none.</summary>
    bool TryGetAny([MaybeNullWhen(false)] out TMapKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Returns the entries of the current key, ordered by the canonical bytes of their map keys, as of this call.</summary>
    IEnumerable<KeyValuePair<TMapKey, TValue>> Entries();
}
