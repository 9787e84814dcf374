using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>The storage of one subtask's copy of a broadcast state.</summary>
public interface IBroadcastState<TKey, TValue> where TKey : notnull
{
    /// <summary>The number of entries.</summary>
    int Count { get; }

    /// <summary>Reads an entry; returns false if there is none.</summary>
    bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Adds or replaces an entry.</summary>
    /// <exception cref="InvalidOperationException">No broadcast record is being processed.</exception>
    void Put(TKey key, TValue value);

    /// <summary>Removes an entry; returns false if there was none.</summary>
    /// <exception cref="InvalidOperationException">No broadcast record is being processed.</exception>
    bool Remove(TKey key);

    /// <summary>Removes all entries.</summary>
    /// <exception cref="InvalidOperationException">No broadcast record is being processed.</exception>
    void Clear();

    /// <summary>Returns the entries in the order of their keys, as of the start of the enumeration.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> Entries();
}
