using System.Buffers.Binary;
using System.Collections.Immutable;
using Millrace.Runtime.Snapshots;

namespace Millrace.Backends.Tests;

/// <summary>
/// The entries of one state and key group, as immutable trees: a snapshot is the tree at its barrier, and changes are kept
/// by the checkpoint whose barrier ended them.
/// </summary>
internal sealed class SortedTable(string state, int keyGroup)
{
    private const int Head = 8;

    private static readonly ImmutableSortedDictionary<byte[], byte[]> s_none = ImmutableSortedDictionary.Create<byte[], byte[]>(EntryKey.ByBytes);
    private readonly List<(long Barrier, ImmutableSortedSet<EntryKey> Entries)> _changes = [];
    private ImmutableSortedDictionary<byte[], ImmutableSortedDictionary<byte[], byte[]>> _maps =
        ImmutableSortedDictionary.Create<byte[], ImmutableSortedDictionary<byte[], byte[]>>(EntryKey.ByBytes);
    private ImmutableSortedSet<EntryKey> _changed = ImmutableSortedSet.Create(EntryKey.Order);
    private (long Checkpoint, bool IsFull, long Bytes) _written;
    private long _full = -1;
    private long _increments;
    private int _chain;

    public string State => state;

    public int KeyGroup => keyGroup;

    public long Entries { get; private set; }

    public long Bytes { get; private set; }

    public ImmutableSortedDictionary<byte[], byte[]> Map(byte[] key) => _maps.GetValueOrDefault(key, s_none);

    public IReadOnlyList<byte[]> Keys => [.. _maps.Keys];

    public IEnumerable<(EntryKey Key, byte[] Value)> All => Enumerate(_maps);

    public void Put(EntryKey entry, byte[] value)
    {
        Set(entry, value);
        _changed = _changed.Add(entry);
    }

    public bool Remove(EntryKey entry)
    {
        if (!Set(entry, null)) return false;
        _changed = _changed.Add(entry);
        return true;
    }

    /// <summary>Restores a block, converting its values if they have another schema.</summary>
    public void Restore(RestoredBlock block, Func<ReadOnlyMemory<byte>, byte[]>? convert)
    {
        if (block.IsFull) _full = Math.Max(_full, 0) + block.Block.Length;
        else (_chain, _increments) = (_chain + 1, _increments + block.Block.Length);
        // A block with another schema must not be added to.
        if (convert is not null) _increments = long.MaxValue / 2;
        for (var left = block.Block; left.Length > 0;)
        {
            var (keys, values) = (BinaryPrimitives.ReadInt32LittleEndian(left.Span), BinaryPrimitives.ReadInt32LittleEndian(left.Span[4..]));
            var (key, mapKey) = (left.Slice(Head, keys & 0xFFFF).ToArray(), left.Slice(Head + (keys & 0xFFFF), keys >> 16).ToArray());
            var value = left.Slice(Head + key.Length + mapKey.Length, Math.Max(values, 0));
            Set(new EntryKey(key, mapKey), values < 0 ? null : convert?.Invoke(value) ?? value.ToArray());
            left = left[(Head + key.Length + mapKey.Length + value.Length)..];
        }
    }

    /// <summary>Returns what a checkpoint must contain of the table. Copied in order, on demand.</summary>
    public (bool IsFull, IEnumerable<(EntryKey Key, byte[]? Value)> Entries) Mark(SnapshotRequest request, int longest)
    {
        Settle(request.Base);
        _changes.Add((request.Checkpoint, _changed));
        _changed = _changed.Clear();
        if (request.IsFull || request.Base == 0 || _full < 0 || _chain >= longest || _increments > Bytes || Entries == 0)
            return (true, Enumerate(_maps).Select(static e => (e.Key, (byte[]?)e.Value)));
        var (maps, changes) = (_maps, _changes.Select(static c => c.Entries).ToArray());
        return (false, changes.SelectMany(static c => c).Distinct().Order(EntryKey.Order).Select(e => (e, maps.GetValueOrDefault(e.Key, s_none).GetValueOrDefault(e.MapKey))));
    }

    /// <summary>Whether an empty full snapshot must be recorded, because there are earlier blocks.</summary>
    public bool HasBlocks => _full >= 0;

    public void Written(long checkpoint, bool isFull, long bytes) => _written = (checkpoint, isFull, bytes);

    public static void Append(IStateSnapshotWriter writer, EntryKey entry, byte[]? value)
    {
        var bytes = writer.Append(Length(entry, value));
        BinaryPrimitives.WriteInt32LittleEndian(bytes, entry.Key.Length | (entry.MapKey.Length << 16));
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], value?.Length ?? -1);
        entry.Key.CopyTo(bytes[Head..]);
        entry.MapKey.CopyTo(bytes[(Head + entry.Key.Length)..]);
        value?.CopyTo(bytes[(Head + entry.Key.Length + entry.MapKey.Length)..]);
    }

    public static int Length(EntryKey entry, byte[]? value) => Head + entry.Key.Length + entry.MapKey.Length + (value?.Length ?? 0);

    // The base contains the changes before its barrier.
    private void Settle(long checkpoint)
    {
        _changes.RemoveAll(c => c.Barrier <= checkpoint);
        if (_written.Checkpoint != checkpoint || checkpoint == 0) return;
        if (_written.IsFull) (_full, _chain, _increments) = (_written.Bytes > 0 ? _written.Bytes : -1, 0, 0);
        else (_chain, _increments) = (_chain + 1, _increments + _written.Bytes);
        _written = default;
    }

    private bool Set(EntryKey entry, byte[]? value)
    {
        var map = Map(entry.Key);
        if (map.TryGetValue(entry.MapKey, out var before)) Count(-1, -Length(entry, before));
        if (value is not null) Count(1, Length(entry, value));
        map = value is null ? map.Remove(entry.MapKey) : map.SetItem(entry.MapKey, value);
        _maps = map.IsEmpty ? _maps.Remove(entry.Key) : _maps.SetItem(entry.Key, map);
        return before is not null;
    }

    private void Count(int entries, int bytes) => (Entries, Bytes) = (Entries + entries, Bytes + bytes);

    private static IEnumerable<(EntryKey Key, byte[] Value)> Enumerate(ImmutableSortedDictionary<byte[], ImmutableSortedDictionary<byte[], byte[]>> maps) =>
        maps.SelectMany(static m => m.Value.Select(e => (new EntryKey(m.Key, e.Key), e.Value)));
}
