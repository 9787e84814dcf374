using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>One value per key that each record is brought together with.</summary>
/// <param name="name">The name, unique within its operator.</param>
/// <param name="reduce">Brings what is kept (first) and what is added (second) together.</param>
/// <param name="ttl">How long a value lives; null is <see cref="Ttl.Never"/>. What is added after that begins anew.</param>
/// <example><code>
/// private readonly ReducingState&lt;decimal> _highest = new("highest", Math.Max);
///
/// public override void Process(Order value, KeyedProcessContext&lt;string> context, ICollector&lt;Order> output) => _highest.Add(value.Amount);
/// </code></example>
public sealed class ReducingState<T>(string name, Func<T, T, T> reduce, Ttl? ttl = null) : KeyedStateDeclaration(name, ttl)
{
    private IValueState<T>? _storage;

    /// <inheritdoc/>
    public override string Kind => "reducing";

    /// <summary>What the values added for the current key gave, or the default of <typeparamref name="T"/> where there were none.</summary>
    public T? Value => Storage.TryGet(out var value) ? value : default;

    private IValueState<T> Storage => _storage ?? throw NotBound();

    /// <summary>Reads what the values added for the current key gave; false where there were none.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value) => Storage.TryGet(out value);

    /// <summary>Adds a value for the current key; the first one is kept as it is.</summary>
    /// <returns>What is kept now.</returns>
    public T Add(T value)
    {
        var reduced = TryGetLive(Storage, out var before) ? reduce(before, value) : value;
        Storage.Update(reduced);
        return reduced;
    }

    /// <summary>Removes what is kept for the current key.</summary>
    public void Clear() => Storage.Clear();

    /// <inheritdoc/>
    public override void Bind(IStateBinder binder)
    {
        RefuseIfBound(_storage);
        _storage = BindValue<T>(binder);
    }
}
