namespace Millrace;

/// <summary>
/// State of a key and window, which a <see cref="ProcessWindowFunction{TKey, T, TOut}"/> declares as a field: each window has its own, from one
/// firing to the next, and it goes with the window, when that and its allowed lateness are over. Windows that merge cannot have any, and a window
/// of all time keeps it for good. What a function is to remember of a key over all its windows is a <see cref="ValueState{T}"/> or another
/// state of a key.
/// </summary>
public abstract class WindowState : IStateGroup
{
    private TimeWindow? _window;

    private protected WindowState() { }

    /// <summary>The window that fires.</summary>
    private protected TimeWindow Window => _window ?? throw new InvalidOperationException("State of a window was used outside Process of its function.");

    internal void Enter(TimeWindow window) => _window = window;

    internal void Leave() => _window = null;

    internal abstract void Clear(TimeWindow window);
}
