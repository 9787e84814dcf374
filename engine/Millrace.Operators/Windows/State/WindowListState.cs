namespace Millrace;

/// <summary>
/// A list per key and window, in the order of addition. Each element is stored separately, so adding one has the same cost however long the list is.
/// </summary>
/// <param name="name">The name, unique within its operator.</param>
public sealed class WindowListState<T>(string name) : WindowState
{
    private readonly MapState<WindowElement, T> _elements = new(name);
    private readonly MapState<TimeWindow, long> _counts = new($"{name}/counts");

    /// <summary>The number of elements in the current window's list.</summary>
    public long Count => CountOf(Window);

    /// <summary>The elements of the current window, as of this call; changing the list does not affect the enumeration.</summary>
    public IReadOnlyList<T> Entries
    {
        get
        {
            var entries = new List<T>();
            for (var index = 0L; _elements.TryGet(new WindowElement(Window, index), out var element); index++) entries.Add(element);
            return entries;
        }
    }

    /// <summary>Adds an element at the end of the current window's list.</summary>
    public void Add(T element)
    {
        var count = Count;
        _elements.Put(new WindowElement(Window, count), element);
        _counts.Put(Window, count + 1);
    }

    /// <summary>Removes all elements of the current window.</summary>
    public void Clear() => Clear(Window);

    internal override void Clear(TimeWindow window)
    {
        for (var index = CountOf(window) - 1; index >= 0; index--) _elements.Remove(new WindowElement(window, index));
        _counts.Remove(window);
    }

    private long CountOf(TimeWindow window) => _counts.TryGet(window, out var count) ? count : 0;
}
