using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>One value per key, combined with each record added.</summary>
/// <param name="name">The name, unique within its operator.</param>
/// <param name="reduce">Combines the stored value (first) with the added one (second).</param>
/// <param name="ttl">How long a value lives; null is <see cref="Ttl.Never"/>. The next value after that starts over.</param>
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

    /// <summary>The combined value for the current key, or the default of <typeparamref name="T"/> if nothing was added.</summary>
    public T? Value => Storage.TryGet(out var value) ? value : default;

    private IValueState<T> Storage => _storage ?? throw NotBound();

    /// <summary>Reads the combined value for the current key; returns false if nothing was added.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value) => Storage.TryGet(out value);

    /// <summary>Adds a value for the current key; the first one is stored unchanged.</summary>
    /// <returns>The updated value.</returns>
    public T Add(T value)
    {
        var reduced = TryGetLive(Storage, out var before) ? reduce(before, value) : value;
        Storage.Update(reduced);
        return reduced;
    }

    /// <summary>Removes the value of the current key.</summary>
    public void Clear() => Storage.Clear();

    /// <inheritdoc/>
    public override void Bind(IStateBinder binder)
    {
        RefuseIfBound(_storage);
        _storage = BindValue<T>(binder);
    }
}
