using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>The tables of an operator as they were at a barrier. It iterates over them once, table by table.</summary>
internal sealed class TableSnapshot : IStateSnapshot
{
    private readonly Intervals _intervals;
    private readonly IReadOnlyList<KeyedTables> _tables;
    private int _state;
    private int _keyGroup;

    /// <param name="intervals">The operator's intervals.</param>
    /// <param name="request">The request.</param>
    /// <param name="interval">The interval that the barrier ended.</param>
    /// <param name="baseInterval">The interval that the base ended; -1 where there is none.</param>
    /// <param name="tables">The tables, of one state each.</param>
    public TableSnapshot(Intervals intervals, SnapshotRequest request, int interval, int baseInterval, IReadOnlyList<KeyedTables> tables)
    {
        (_intervals, _tables, Checkpoint, Interval) = (intervals, tables, request.Checkpoint, interval);
        IsFull = request.IsFull || baseInterval < 0;
        BaseStamp = Intervals.Copied(baseInterval);
        CopiedStamp = Intervals.Copied(interval);
    }

    public long Checkpoint { get; }

    /// <summary>The interval that the barrier ended.</summary>
    public int Interval { get; }

    /// <summary>Whether every table is written in full.</summary>
    public bool IsFull { get; }

    /// <summary>Entries up to this stamp are in the base unchanged.</summary>
    public int BaseStamp { get; }

    /// <summary>The stamp of copied entries; entries with a higher one changed after the barrier.</summary>
    public int CopiedStamp { get; }

    /// <exception cref="InvalidOperationException">The snapshot was aborted, or another one was started.</exception>
    public bool Copy(IStateSnapshotWriter writer)
    {
        if (_state == _tables.Count) return true;
        if (_intervals.Active != this) throw new InvalidOperationException($"The snapshot of checkpoint {Checkpoint} was abandoned.");
        for (; _state < _tables.Count; _state++, _keyGroup = 0)
        {
            for (; _keyGroup < _tables[_state].MaxParallelism; _keyGroup++)
            {
                if (_tables[_state].At(_keyGroup)?.Changes.Copy(this, _tables[_state].State, _keyGroup, writer) == false) return false;
            }
        }

        _intervals.End(this);
        return true;
    }
}
