using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>A backend's storage of one value for the current key.</summary>
public interface IValueState<T> : IKeyedStorage
{
    bool IKeyedStorage.HasCurrentKey => TryGet(out _);

    /// <summary>Reads the value of the current key; returns false if there is none.</summary>
    bool TryGet([MaybeNullWhen(false)] out T value);

    /// <summary>Replaces the value of the current key.</summary>
    void Update(T value);

    /// <summary>Removes the value of the current key.</summary>
    void Clear();
}
