using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>
/// A map of which every subtask has a copy, such as rules. It can be read everywhere, but changed only in <c>ProcessBroadcast</c>, by records that
/// all subtasks receive, so that the copies stay identical. Each checkpoint writes the whole map, so keep it small. After a restore, a subtask has
/// the copy of the old subtask with its index, modulo the old parallelism.
/// </summary>
/// <param name="name">The name, unique within its operator.</param>
/// <example><code>private readonly BroadcastState&lt;string, decimal> _limits = new("limits");</code></example>
public sealed class BroadcastState<TKey, TValue>(string name) : OperatorStateDeclaration(name) where TKey : notnull
{
    private IBroadcastState<TKey, TValue>? _storage;

    /// <inheritdoc/>
    public override string Kind => "broadcast";

    /// <summary>The number of entries.</summary>
    public int Count => Storage.Count;

    /// <summary>The entries in the order of their keys' canonical bytes, as of the start of the enumeration.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => Storage.Entries();

    private IBroadcastState<TKey, TValue> Storage => _storage ?? throw NotBound();

    /// <summary>Reads an entry; returns false if there is none.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => Storage.TryGet(key, out value);

    /// <summary>Whether there is an entry for <paramref name="key"/>.</summary>
    public bool Contains(TKey key) => Storage.TryGet(key, out _);

    /// <summary>Adds or replaces an entry.</summary>
    /// <exception cref="InvalidOperationException">Called outside <c>ProcessBroadcast</c>: the copies would diverge.</exception>
    public void Put(TKey key, TValue value) => Storage.Put(key, value);

    /// <summary>Removes an entry; returns false if there was none.</summary>
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
