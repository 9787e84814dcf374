namespace Millrace;

/// <summary>
/// Removes records from a window when it fires; what it leaves in the list is what the window keeps. It must not keep anything in its fields. All
/// records of the window are kept and read whenever it fires, so a firing costs as much as the window has records: evict enough where it fires
/// often; an aggregate without an evictor is cheaper.
/// </summary>
/// <remarks>
/// Records are in arrival order. When sessions merge, the records of each are in arrival order, one session after another, the one with the most
/// records first; the last record is then not always the last to arrive.
/// </remarks>
/// <typeparam name="T">The type of the records.</typeparam>
public abstract class Evictor<T>
{
    /// <summary>Called when the window fires, before its result is computed; a window with no records left has no result.</summary>
    /// <param name="records">The window's records, to remove from.</param>
    /// <param name="window">The window.</param>
    public virtual void EvictBefore(List<WindowRecord<T>> records, TimeWindow window) { }

    /// <summary>Called after the window's result was computed.</summary>
    /// <param name="records">The window's records, to remove from.</param>
    /// <param name="window">The window.</param>
    public virtual void EvictAfter(List<WindowRecord<T>> records, TimeWindow window) { }
}
