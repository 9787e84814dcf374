using System.Buffers.Binary;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.State.Heap;

namespace Millrace.Runtime.Timers;

/// <summary>
/// The timers of one key group: entries of a slab table, whose keys are the time (big-endian, sign flipped) and the key's canonical
/// bytes, so that byte order is their order; and a heap of entry numbers.
/// </summary>
internal sealed class KeyGroupTimers : IHeapOrder
{
    private readonly SlabTable _table;
    private readonly IndexedHeap<KeyGroupTimers> _heap;

    public KeyGroupTimers(SlabTable table)
    {
        _table = table;
        _heap = new IndexedHeap<KeyGroupTimers>(this);
    }

    public const int TimestampBytes = sizeof(long);

    public int Count => _table.Count;

    /// <summary>The time and key of the first timer.</summary>
    public ReadOnlySpan<byte> First => _table.Key(_heap.First);

    public ReadOnlyMemory<byte> FirstKey => _table.KeyMemory(_heap.First)[TimestampBytes..];

    public long FirstTimestamp => Timestamp(First);

    public static void Write(Span<byte> timer, long timestamp, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteInt64BigEndian(timer, timestamp ^ long.MinValue);
        key.CopyTo(timer[TimestampBytes..]);
    }

    public static long Timestamp(ReadOnlySpan<byte> timer) => BinaryPrimitives.ReadInt64BigEndian(timer) ^ long.MinValue;

    /// <summary>Adds a timer; returns false if it already exists.</summary>
    public bool Add(ReadOnlySpan<byte> timer)
    {
        var hash = KeyGroup.Hash(timer);
        if (_table.Find(hash, timer) >= 0) return false;
        _heap.Add(_table.Add(hash, timer, 0));
        return true;
    }

    /// <summary>Removes a timer; returns false if there is none.</summary>
    public bool Remove(ReadOnlySpan<byte> timer)
    {
        var entry = _table.Find(KeyGroup.Hash(timer), timer);
        if (entry < 0) return false;
        Remove(entry);
        return true;
    }

    public void RemoveFirst() => Remove(_heap.First);

    /// <summary>Returns the times of a key's timers, ascending.</summary>
    public List<long> TimesOf(ReadOnlySpan<byte> key)
    {
        var times = new List<long>();
        for (var entry = 0; entry < _table.Limit; entry++)
        {
            if (_table.IsLive(entry) && _table.Key(entry)[TimestampBytes..].SequenceEqual(key)) times.Add(Timestamp(_table.Key(entry)));
        }

        times.Sort();
        return times;
    }

    /// <summary>Removes all timers.</summary>
    public void Clear()
    {
        while (Count > 0) RemoveLast();
    }

    bool IHeapOrder.IsBefore(int item, int other) => _table.Key(item).SequenceCompareTo(_table.Key(other)) < 0;

    // A timer's entry is not in a list, so its next link holds its position in the heap.
    void IHeapOrder.Moved(int item, int position) => _table.LinksOf(item).Next = position;

    // The last item leaves the heap without moving another.
    private void RemoveLast() => Remove(_heap.Last);

    private void Remove(int entry)
    {
        _heap.RemoveAt(_table.LinksOf(entry).Next);
        _table.Remove(entry);
    }
}
