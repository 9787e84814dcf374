namespace Millrace.Runtime.Timers;

/// <summary>
/// A binary heap of numbers that identify items (Williams' heap, with positions reported back, so that any item can be moved
/// or removed).
/// </summary>
/// <typeparam name="TOrder">The items' order.</typeparam>
internal sealed class IndexedHeap<TOrder>(TOrder order) where TOrder : IHeapOrder
{
    private int[] _items = new int[4];

    public int Count { get; private set; }

    public int First => _items[0];

    public int Last => _items[Count - 1];

    public void Add(int item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        Place(item, Count++);
        Up(Count - 1);
    }

    public void RemoveAt(int position)
    {
        var last = _items[--Count];
        if (position == Count) return;
        Place(last, position);
        Update(position);
    }

    /// <summary>Restores the order after the item at a position has changed.</summary>
    public void Update(int position)
    {
        if (position > 0 && order.IsBefore(_items[position], _items[(position - 1) / 2])) Up(position);
        else Down(position);
    }

    private void Up(int position)
    {
        var item = _items[position];
        while (position > 0 && order.IsBefore(item, _items[(position - 1) / 2]))
        {
            Place(_items[(position - 1) / 2], position);
            position = (position - 1) / 2;
        }

        Place(item, position);
    }

    private void Down(int position)
    {
        var item = _items[position];
        for (int child; (child = (position * 2) + 1) < Count; position = child)
        {
            if (child + 1 < Count && order.IsBefore(_items[child + 1], _items[child])) child++;
            if (!order.IsBefore(_items[child], item)) break;
            Place(_items[child], position);
        }

        Place(item, position);
    }

    private void Place(int item, int position)
    {
        _items[position] = item;
        order.Moved(item, position);
    }
}
