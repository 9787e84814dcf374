using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State.Heap;

namespace Millrace.Runtime.Timers;

/// <summary>
/// The timers of one time domain, de-duplicated, by key group. They fire in the order of their time and key bytes, regardless of key
/// groups, so that a re-run fires them in the same order.
/// </summary>
internal sealed class TimerQueue : IHeapOrder
{
    private readonly KeyedTables _tables;
    private readonly KeyGroupTimers?[] _groups;
    private readonly int[] _positions;
    private readonly IndexedHeap<TimerQueue> _order;

    /// <param name="tables">The tables that hold the timers.</param>
    public TimerQueue(KeyedTables tables)
    {
        _tables = tables;
        _groups = new KeyGroupTimers?[tables.MaxParallelism];
        _positions = new int[tables.MaxParallelism];
        _order = new IndexedHeap<TimerQueue>(this);
    }

    public string State => _tables.State;

    public int Count { get; private set; }

    /// <summary>The time of the first timer; the highest number where there is none.</summary>
    public long Next => Count == 0 ? long.MaxValue : First.FirstTimestamp;

    /// <summary>The key of the first timer, valid until the queue changes.</summary>
    public ReadOnlyMemory<byte> FirstKey => First.FirstKey;

    private KeyGroupTimers First => _groups[_order.First]!;

    /// <summary>Registers a timer; returns false if it already exists.</summary>
    public bool Register(int keyGroup, ReadOnlySpan<byte> timer)
    {
        var timers = For(keyGroup);
        if (!timers.Add(timer)) return false;
        Count++;
        if (timers.Count == 1) _order.Add(keyGroup);
        else _order.Update(_positions[keyGroup]);
        return true;
    }

    /// <summary>Deletes a timer; returns false if there is none.</summary>
    public bool Delete(int keyGroup, ReadOnlySpan<byte> timer)
    {
        if (_groups[keyGroup] is not { } timers || !TryRemove(keyGroup, timers, timer)) return false;
        return true;
    }

    public void RemoveFirst() => TryRemove(_order.First, First, First.First);

    public void Clear()
    {
        foreach (var timers in _groups) timers?.Clear();
        while (_order.Count > 0) _order.RemoveAt(_order.Count - 1);
        Count = 0;
    }

    /// <summary>Returns the times of a key's timers, ascending.</summary>
    public IReadOnlyList<long> TimesOf(int keyGroup, ReadOnlySpan<byte> key) => _groups[keyGroup]?.TimesOf(key) ?? [];

    public void Restore(RestoredBlock block)
    {
        var timers = For(block.KeyGroup);
        var before = timers.Count;
        _tables.Restore(block, isStale: false, (in WrittenEntry timer) =>
        {
            if (timer.IsTombstone) timers.Remove(timer.Key);
            else timers.Add(timer.Key);
        });
        Count += timers.Count - before;
        if (before > 0 && timers.Count > 0) _order.Update(_positions[block.KeyGroup]);
        else if (before > 0) _order.RemoveAt(_positions[block.KeyGroup]);
        else if (timers.Count > 0) _order.Add(block.KeyGroup);
    }

    bool IHeapOrder.IsBefore(int item, int other) => _groups[item]!.First.SequenceCompareTo(_groups[other]!.First) < 0;

    void IHeapOrder.Moved(int item, int position) => _positions[item] = position;

    private KeyGroupTimers For(int keyGroup) => _groups[keyGroup] ??= new KeyGroupTimers(_tables.For(keyGroup));

    private bool TryRemove(int keyGroup, KeyGroupTimers timers, ReadOnlySpan<byte> timer)
    {
        // A group without timers has no place in the order, so it is removed before its last timer is.
        if (timers.Count == 1 && timers.First.SequenceEqual(timer)) _order.RemoveAt(_positions[keyGroup]);
        if (!timers.Remove(timer)) return false;
        Count--;
        if (timers.Count > 0) _order.Update(_positions[keyGroup]);
        return true;
    }
}
