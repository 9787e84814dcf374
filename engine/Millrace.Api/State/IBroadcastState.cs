using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>The storage of a subtask's copy of a broadcast state.</summary>
public interface IBroadcastState<TKey, TValue> where TKey : notnull
{
    /// <summary>How many entries there are.</summary>
    int Count { get; }

    /// <summary>Reads an entry.</summary>
    bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Adds or replaces an entry.</summary>
    /// <exception cref="InvalidOperationException">No broadcast record is being processed.</exception>
    void Put(TKey key, TValue value);

    /// <summary>Removes an entry; false where there was none.</summary>
    /// <exception cref="InvalidOperationException">No broadcast record is being processed.</exception>
    bool Remove(TKey key);

    /// <summary>Removes all entries.</summary>
    /// <exception cref="InvalidOperationException">No broadcast record is being processed.</exception>
    void Clear();

    /// <summary>The entries in the order of their keys, as they are when the enumeration starts.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> Entries();
}
