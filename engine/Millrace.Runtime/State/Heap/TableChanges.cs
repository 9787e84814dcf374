using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// The changes of a table, and its part of snapshots. The first change of an entry in an interval puts it on that interval's list; a
/// snapshot copies the entries on the lists since its base, or all where the table is written in full. There are two lists since the base:
/// up to the last barrier, and since. They are freed when that barrier's checkpoint is complete, and merged forward when it was aborted.
/// </summary>
internal sealed class TableChanges(SlabTable table, Intervals intervals, int keyGroup)
{
    /// <summary>After this many entries without one to copy, the remaining time is checked.</summary>
    private const int Look = 1024;

    private readonly TableChain _chain = new(intervals.LongestChain, keyGroup);
    private ChangeList _before = new();
    private ChangeList _current = new();
    private ChangeList _buried = new();
    private ChangeList _cleared = new();
    private EarlyCopies _early;
    private int _seen = intervals.Current;
    private int _position;
    private bool _isFull = true;

    /// <summary>Called before an entry changes for the first time in an interval: it is copied if a snapshot is still owed it.</summary>
    public void Touch(int entry)
    {
        CatchUp();
        ref var e = ref table[entry];
        if (intervals.Active is { } snapshot && IsOwed(snapshot, e)) CopyEarly(snapshot, entry);
        _current.Add(entry);
        e.Stamp = intervals.Changed;
    }

    /// <summary>Called when an entry was added that is not yet on the interval's list.</summary>
    public void Add(int entry)
    {
        CatchUp();
        _current.Add(entry);
    }

    /// <summary>Called when a block of the table has been restored.</summary>
    /// <param name="isFull">Whether it is part of the base.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="isStale">Whether it was written under another schema, so that the next snapshot must be full.</param>
    public void Restored(bool isFull, int bytes, bool isStale) => _chain.Restored(isFull, bytes, isStale);

    /// <summary>Copies a slice of the table; returns true when all of it has been copied.</summary>
    public bool Copy(TableSnapshot snapshot, string state, int keyGroup, IStateSnapshotWriter writer)
    {
        CatchUp();
        if (_chain.Written == snapshot.Interval) return true;
        FreeCleared(writer);
        // A table that has become empty writes an empty block: its earlier blocks are not needed any more.
        var block = new TableBlock(table, writer, state, keyGroup, _isFull);
        if (_isFull && _chain.Exists && _position == 0) block.Begin();
        var isDone = CopyOwed(snapshot, ref block);
        block.Append(_early.Take());
        _chain.Add(block.Length);
        if (!isDone) return false;
        _chain.End(snapshot.Interval, _isFull);
        return true;
    }

    private bool CopyOwed(TableSnapshot snapshot, ref TableBlock block)
    {
        if (table.Count == 0 && table.Tombstones == 0) return true;
        var end = _isFull ? table.Limit : _before.Count;
        for (; _position < end; _position++)
        {
            if (_position % Look == Look - 1 && !block.HasRoom) return false;
            var entry = _isFull ? _position : _before[_position];
            ref var e = ref table[entry];
            if (e.KeyLength < 0 || !IsOwedOrBuried(snapshot, e)) continue;
            if (!block.HasRoom) return false;
            if (e.ValueLength < 0) _buried.Add(entry);
            if (e.ValueLength >= 0 || !_isFull) block.Append(entry);
            e.Stamp = snapshot.CopiedStamp;
        }

        return true;
    }

    private bool IsOwed(TableSnapshot snapshot, in SlabTable.Entry e) =>
        _chain.Written != snapshot.Interval && IsOwedOrBuried(snapshot, e) && (e.ValueLength >= 0 || !_isFull);

    private bool IsOwedOrBuried(TableSnapshot snapshot, in SlabTable.Entry e) => e.Stamp < snapshot.CopiedStamp && (_isFull || e.Stamp > snapshot.BaseStamp);

    private void CopyEarly(TableSnapshot snapshot, int entry)
    {
        _early.Add(table, entry);
        table[entry].Stamp = snapshot.CopiedStamp;
    }

    private void CatchUp()
    {
        if (_seen == intervals.Current) return;
        if (_chain.Settle(intervals.Base)) _cleared.Take(ref _buried);
        _buried.Clear();
        _early.Take();
        _position = 0;
        if (intervals.Base < 0 || intervals.Base >= _seen - 1) _before.Clear();
        // Changes before the base are in it.
        if (intervals.Base >= _seen) _current.Clear();
        _before.Take(ref _current);
        _seen = intervals.Current;
        if (_before.Count > Math.Max(64, table.Limit * 2))
        {
            // Many intervals have been merged: writing the table in full costs less than remembering them.
            _before.Clear();
            _chain.BeginAnew();
        }

        _isFull = intervals.Active is not { IsFull: false } || _chain.NeedsFullSnapshot(table.LiveBytes);
    }

    /// <summary>Frees tombstones that the base has, because they are no longer needed.</summary>
    private void FreeCleared(IStateSnapshotWriter writer)
    {
        var known = Intervals.Copied(intervals.Base);
        while (_cleared.Count > 0)
        {
            if (_cleared.Count % Look == 0 && !writer.HasRoom) return;
            var entry = _cleared.RemoveLast();
            if (table.IsTombstone(entry) && table[entry].Stamp <= known) table.Free(entry);
        }

        _cleared.Clear();
    }
}
