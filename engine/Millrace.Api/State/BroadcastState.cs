using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>
/// A map of which every subtask has a copy, such as rules. All may read it everywhere; it is changed only in <c>ProcessBroadcast</c>, by
/// records that all subtasks see, so that the copies stay the same. It is written whole with each checkpoint, so keep it small. After a
/// restore a subtask has the copy of the old subtask of its index, modulo the old parallelism.
/// </summary>
/// <param name="name">The name, unique within its operator.</param>
/// <example><code>private readonly BroadcastState&lt;string, decimal> _limits = new("limits");</code></example>
public sealed class BroadcastState<TKey, TValue>(string name) : OperatorStateDeclaration(name) where TKey : notnull
{
    private IBroadcastState<TKey, TValue>? _storage;

    /// <inheritdoc/>
    public override string Kind => "broadcast";

    /// <summary>How many entries there are.</summary>
    public int Count => Storage.Count;

    /// <summary>The entries in the order of their keys' canonical bytes, as they are when the enumeration starts.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => Storage.Entries();

    private IBroadcastState<TKey, TValue> Storage => _storage ?? throw NotBound();

    /// <summary>Reads an entry; false where there is none.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => Storage.TryGet(key, out value);

    /// <summary>Whether there is an entry for <paramref name="key"/>.</summary>
    public bool Contains(TKey key) => Storage.TryGet(key, out _);

    /// <summary>Adds or replaces an entry.</summary>
    /// <exception cref="InvalidOperationException">Called outside <c>ProcessBroadcast</c>: the copies would diverge.</exception>
    public void Put(TKey key, TValue value) => Storage.Put(key, value);

    /// <summary>Removes an entry; false where there was none.</summary>
    /// <exception cref="InvalidOperationException">Called outside <c>ProcessBroadcast</c>: the copies would diverge.</exception>
    public bool Remove(TKey key) => Storage.Remove(key);

    /// <summary>Removes all entries.</summary>
    /// <exception cref="InvalidOperationException">Called outside <c>ProcessBroadcast</c>: the copies would diverge.</exception>
    public void Clear() => Storage.Clear();

    /// <inheritdoc/>
    public override void Bind(IOperatorStateBinder binder)
    {
        RefuseIfBound(_storage);
        _storage = Bound(binder.BindBroadcast(this));
    }
}
