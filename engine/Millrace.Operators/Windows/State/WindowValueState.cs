using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>One value per key and window.</summary>
/// <param name="name">The name, unique within its operator.</param>
/// <example><code>private readonly WindowValueState&lt;long&gt; _said = new("said");</code></example>
public sealed class WindowValueState<T>(string name) : WindowState
{
    private readonly MapState<TimeWindow, T> _values = new(name);

    /// <summary>The value of the current window, or the default of <typeparamref name="T"/> if there is none.</summary>
    public T? Value => TryGet(out var value) ? value : default;

    /// <summary>Reads the value of the current window; returns false if there is none.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value) => _values.TryGet(Window, out value);

    /// <summary>Replaces the value of the current window.</summary>
    public void Update(T value) => _values.Put(Window, value);

    /// <summary>Removes the value of the current window.</summary>
    public void Clear() => _values.Remove(Window);

    internal override void Clear(TimeWindow window) => _values.Remove(window);
}
