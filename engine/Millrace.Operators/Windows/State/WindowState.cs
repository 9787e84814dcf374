namespace Millrace;

/// <summary>
/// State per key and window, which a <see cref="ProcessWindowFunction{TKey, T, TOut}"/> declares in a field. Each window has its own state, kept
/// from one firing to the next and removed with the window when that and its allowed lateness have ended. Windows that merge cannot have any, and a
/// window of all time keeps it permanently. For data about a key across all its windows, use a <see cref="ValueState{T}"/> or another keyed state.
/// </summary>
public abstract class WindowState : IStateGroup
{
    private TimeWindow? _window;

    private protected WindowState() { }

    /// <summary>The window that is firing.</summary>
    private protected TimeWindow Window => _window ?? throw new InvalidOperationException("Window state was used outside its function's Process.");

    internal void Enter(TimeWindow window) => _window = window;

    internal void Leave() => _window = null;

    internal abstract void Clear(TimeWindow window);
}
