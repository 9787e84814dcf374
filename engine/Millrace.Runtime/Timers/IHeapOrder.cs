namespace Millrace.Runtime.Timers;

/// <summary>The order of the items in an <see cref="IndexedHeap{TOrder}"/>.</summary>
internal interface IHeapOrder
{
    bool IsBefore(int item, int other);

    /// <summary>Called when an item has moved to another position.</summary>
    void Moved(int item, int position);
}
