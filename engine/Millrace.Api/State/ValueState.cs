using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>One value per key.</summary>
/// <param name="name">The name, unique within its operator.</param>
/// <param name="ttl">How long values live; null is <see cref="Ttl.Never"/>.</param>
public sealed class ValueState<T>(string name, Ttl? ttl = null) : KeyedStateDeclaration(name, ttl)
{
    private IValueState<T>? _storage;

    private IValueState<T> Storage => _storage ?? throw NotBound();

    /// <inheritdoc/>
    public override string Kind => "value";

    /// <summary>The value of the current key, or the default of <typeparamref name="T"/> if there is none.</summary>
    public T? Value => Storage.TryGet(out var value) ? value : default;

    /// <summary>Reads the value of the current key; returns false if there is none.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value) => Storage.TryGet(out value);

    /// <summary>Replaces the value of the current key.</summary>
    public void Update(T value) => Storage.Update(value);

    /// <summary>Removes the value of the current key.</summary>
    public void Clear() => Storage.Clear();

    /// <inheritdoc/>
    public override void Bind(IStateBinder binder)
    {
        RefuseIfBound(_storage);
        _storage = BindValue<T>(binder);
    }
}
