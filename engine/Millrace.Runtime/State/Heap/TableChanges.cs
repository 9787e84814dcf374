using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// What has changed in a table, and its part of snapshots. The first change of an entry in an interval puts it on that interval's list; a
/// snapshot copies what the lists since its base hold, or all where the table begins anew. Lists since the base are two: up to the last
/// barrier, and since. They are freed when that barrier's checkpoint is complete, and merge forward when it was given up.
/// </summary>
internal sealed class TableChanges(SlabTable table, Intervals intervals, int keyGroup)
{
    /// <summary>After so many entries without one to copy it is asked whether there is time left.</summary>
    private const int Look = 1024;

    private readonly TableChain _chain = new(TableChain.LongestOf(intervals.LongestChain, keyGroup));
    private ChangeList _before = new();
    private ChangeList _current = new();
    private ChangeList _buried = new();
    private ChangeList _cleared = new();
    private EarlyCopies _early;
    private int _seen = intervals.Current;
    private int _position;
    private bool _isFull = true;

    /// <summary>Called before an entry changes for the first time in an interval: it is copied where a snapshot is still owed it.</summary>
    public void Touch(int entry)
    {
        CatchUp();
        ref var e = ref table[entry];
        if (intervals.Active is { } snapshot && IsOwed(snapshot, e)) CopyEarly(snapshot, entry);
        _current.Add(entry);
        e.Stamp = intervals.Changed;
    }

    /// <summary>An entry was added in an interval for whose list it is new.</summary>
    public void Add(int entry)
    {
        CatchUp();
        _current.Add(entry);
    }

    /// <summary>A block of the table has been restored.</summary>
    /// <param name="isFull">Whether it is a part of the base.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="isStale">Whether it was written under another schema, so that the next snapshot must begin anew.</param>
    public void Restored(bool isFull, int bytes, bool isStale) => _chain.Restored(isFull, bytes, isStale);

    /// <summary>Copies a slice of the table; true where it is all copied.</summary>
    public bool Copy(TableSnapshot snapshot, string state, int keyGroup, IStateSnapshotWriter writer)
    {
        CatchUp();
        if (_chain.Written == snapshot.Interval) return true;
        FreeCleared(writer);
        // A table that has become empty says so: its earlier blocks are done with.
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
        // What is before the base is in it.
        if (intervals.Base >= _seen) _current.Clear();
        _before.Take(ref _current);
        _seen = intervals.Current;
        if (_before.Count > Math.Max(64, table.Limit * 2))
        {
            // Many intervals have merged: to begin anew costs less than to remember them.
            _before.Clear();
            _chain.BeginAnew();
        }

        _isFull = intervals.Active is not { IsFull: false } || _chain.MustBeginAnew(table.LiveBytes);
    }

    /// <summary>Tombstones that the base holds are not needed any more.</summary>
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
