namespace Millrace;

/// <summary>
/// Says which records leave a window when it fires: what is removed from the list that it gets has left for good. It holds nothing in its
/// fields. All records of the window are kept and read whenever it fires, so an aggregate without an evictor costs less.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Evictor<T>
{
    /// <summary>Called when the window fires, before its result is made; a window of which nothing is left gives none.</summary>
    /// <param name="records">The records in the order in which they came, to remove from.</param>
    /// <param name="window">The window.</param>
    public virtual void EvictBefore(List<WindowRecord<T>> records, TimeWindow window) { }

    /// <summary>Called when the window's result was made.</summary>
    /// <param name="records">The records in the order in which they came, to remove from.</param>
    /// <param name="window">The window.</param>
    public virtual void EvictAfter(List<WindowRecord<T>> records, TimeWindow window) { }
}
