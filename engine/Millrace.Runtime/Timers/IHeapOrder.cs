namespace Millrace.Runtime.Timers;

/// <summary>What the items of an <see cref="IndexedHeap{TOrder}"/> stand for.</summary>
internal interface IHeapOrder
{
    bool IsBefore(int item, int other);

    /// <summary>The item is at another position now.</summary>
    void Moved(int item, int position);
}
