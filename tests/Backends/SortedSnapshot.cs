using Millrace.Runtime.Snapshots;

namespace Millrace.Backends.Tests;

/// <summary>The tables' entries in a checkpoint, table by table.</summary>
internal sealed class SortedSnapshot : IStateSnapshot
{
    private readonly long _checkpoint;
    private readonly List<(SortedTable Table, bool IsFull, IEnumerable<(EntryKey Key, byte[]? Value)> Entries)> _tables;
    private readonly bool _isSavepoint;
    private IEnumerator<(EntryKey Key, byte[]? Value)>? _entries;
    private bool _isAtEntry;
    private long _bytes;
    private int _at;

    public SortedSnapshot(SnapshotRequest request, IEnumerable<SortedTable> tables, int longest)
    {
        (_checkpoint, _isSavepoint) = (request.Checkpoint, request.IsFull);
        _tables = [.. tables.Select(t => (t, t.Mark(request, longest))).Select(static t => (t.t, t.Item2.IsFull, t.Item2.Entries))];
    }

    public bool Copy(IStateSnapshotWriter writer)
    {
        for (var hasCopied = false; _at < _tables.Count; _at++)
        {
            var (table, isFull, entries) = _tables[_at];
            _entries ??= Begin(table, isFull, entries, writer);
            var hasBegun = false;
            for (; _isAtEntry; _isAtEntry = _entries.MoveNext())
            {
                if (hasCopied && !writer.HasRoom) return false;
                if (!hasBegun) writer.Begin(table.State, table.KeyGroup, isFull);
                (hasBegun, hasCopied) = (true, true);
                SortedTable.Append(writer, _entries.Current.Key, _entries.Current.Value);
                _bytes += SortedTable.Length(_entries.Current.Key, _entries.Current.Value);
            }

            // A savepoint is not part of the chain that later checkpoints build on.
            if (!_isSavepoint && (isFull || _bytes > 0)) table.Written(_checkpoint, isFull, _bytes);
            (_entries, _bytes) = (null, 0);
        }

        return true;
    }

    private IEnumerator<(EntryKey Key, byte[]? Value)> Begin(
        SortedTable table, bool isFull, IEnumerable<(EntryKey Key, byte[]? Value)> entries, IStateSnapshotWriter writer)
    {
        if (isFull && table.HasBlocks) writer.Begin(table.State, table.KeyGroup, isFull);
        var enumerator = entries.GetEnumerator();
        _isAtEntry = enumerator.MoveNext();
        return enumerator;
    }
}
