namespace Millrace;

/// <summary>
/// Removes records from a window when it fires; what it removes from the list is gone for good. It must not keep anything in its fields. All records
/// of the window are kept and read whenever it fires, so an aggregate without an evictor is cheaper.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
public abstract class Evictor<T>
{
    /// <summary>Called when the window fires, before its result is computed; a window with no records left has no result.</summary>
    /// <param name="records">The records in arrival order, to remove from.</param>
    /// <param name="window">The window.</param>
    public virtual void EvictBefore(List<WindowRecord<T>> records, TimeWindow window) { }

    /// <summary>Called after the window's result was computed.</summary>
    /// <param name="records">The records in arrival order, to remove from.</param>
    /// <param name="window">The window.</param>
    public virtual void EvictAfter(List<WindowRecord<T>> records, TimeWindow window) { }
}
