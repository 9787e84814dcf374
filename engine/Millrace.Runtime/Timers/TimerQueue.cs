using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Timers;

/// <summary>
/// The timers of one clock, de-duplicated, by key group. They come due in the order of their time and key bytes, whatever the key
/// groups, so that a re-run fires alike.
/// </summary>
internal sealed class TimerQueue : IHeapOrder
{
    private readonly KeyGroupTimers?[] _groups;
    private readonly int[] _positions;
    private readonly IndexedHeap<TimerQueue> _order;

    /// <param name="state">The name of the timers' state.</param>
    /// <param name="maxParallelism">How many key groups there are.</param>
    public TimerQueue(string state, int maxParallelism)
    {
        State = state;
        _groups = new KeyGroupTimers?[maxParallelism];
        _positions = new int[maxParallelism];
        _order = new IndexedHeap<TimerQueue>(this);
    }

    public string State { get; }

    public int Count { get; private set; }

    /// <summary>When the first timer is due; the highest number where there is none.</summary>
    public long Next => Count == 0 ? long.MaxValue : First.FirstTimestamp;

    /// <summary>The key of the first timer, until the queue changes.</summary>
    public ReadOnlyMemory<byte> FirstKey => First.FirstKey;

    private KeyGroupTimers First => _groups[_order.First]!;

    /// <summary>False where the timer is there already.</summary>
    public bool Register(int keyGroup, ReadOnlySpan<byte> timer)
    {
        var timers = _groups[keyGroup] ??= new KeyGroupTimers();
        if (!timers.Add(timer)) return false;
        Count++;
        if (timers.Count == 1) _order.Add(keyGroup);
        else _order.Update(_positions[keyGroup]);
        return true;
    }

    /// <summary>False where there is no such timer.</summary>
    public bool Delete(int keyGroup, ReadOnlySpan<byte> timer)
    {
        if (_groups[keyGroup] is not { } timers || !TryRemove(keyGroup, timers, timer)) return false;
        return true;
    }

    public void RemoveFirst() => TryRemove(_order.First, First, First.First);

    public void Clear()
    {
        Array.Clear(_groups);
        while (_order.Count > 0) _order.RemoveAt(_order.Count - 1);
        Count = 0;
    }

    /// <summary>Writes a block for each key group that has timers.</summary>
    public void Snapshot(IStateSnapshotWriter writer)
    {
        for (var keyGroup = 0; keyGroup < _groups.Length; keyGroup++)
        {
            if (_groups[keyGroup] is { Count: > 0 } timers) writer.Write(State, keyGroup, timers.ToBlock());
        }
    }

    public void Restore(int keyGroup, ReadOnlySpan<byte> block)
    {
        var timers = _groups[keyGroup] ??= new KeyGroupTimers();
        var before = timers.Count;
        timers.AddBlock(block);
        Count += timers.Count - before;
        if (timers.Count == 0) return;
        if (before == 0) _order.Add(keyGroup);
        else _order.Update(_positions[keyGroup]);
    }

    bool IHeapOrder.IsBefore(int item, int other) => _groups[item]!.First.SequenceCompareTo(_groups[other]!.First) < 0;

    void IHeapOrder.Moved(int item, int position) => _positions[item] = position;

    private bool TryRemove(int keyGroup, KeyGroupTimers timers, ReadOnlySpan<byte> timer)
    {
        // A group without timers has no place in the order, so it leaves before its last one does.
        if (timers.Count == 1 && timers.First.SequenceEqual(timer)) _order.RemoveAt(_positions[keyGroup]);
        if (!timers.Remove(timer)) return false;
        Count--;
        if (timers.Count > 0) _order.Update(_positions[keyGroup]);
        return true;
    }
}
