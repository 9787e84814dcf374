using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>
/// A map per key and window. Each entry is stored separately; enumerating a window's entries costs time proportional to their number.
/// </summary>
/// <param name="name">The name, unique within its operator.</param>
public sealed class WindowMapState<TMapKey, TValue>(string name) : WindowState where TMapKey : notnull
{
    private readonly MapState<(TimeWindow Window, TMapKey Key), TValue> _values = new(name);
    private readonly GroupedEntries<TimeWindow, TMapKey> _keys = new($"{name}/keys");

    /// <summary>
    /// The map keys of the current window in the order in which they were added, as of this call; changing the map does not affect the enumeration.
    /// </summary>
    public IReadOnlyList<TMapKey> Keys => _keys.Of(Window);

    /// <summary>Reads an entry of the current window; returns false if there is none.</summary>
    public bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGet((Window, key), out value);

    /// <summary>Adds or replaces an entry of the current window.</summary>
    public void Put(TMapKey key, TValue value)
    {
        if (!_values.Contains((Window, key))) _keys.Add(Window, key);
        _values.Put((Window, key), value);
    }

    /// <summary>Removes an entry of the current window; returns false if there was none.</summary>
    public bool Remove(TMapKey key) => _keys.Remove(Window, key) && _values.Remove((Window, key));

    /// <summary>Removes all entries of the current window.</summary>
    public void Clear() => Clear(Window);

    internal override void Clear(TimeWindow window)
    {
        foreach (var key in _keys.Of(window))
        {
            _keys.Remove(window, key);
            _values.Remove((window, key));
        }
    }
}
