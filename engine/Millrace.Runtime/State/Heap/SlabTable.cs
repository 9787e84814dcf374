using System.Runtime.CompilerServices;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// The entries of one state in one key group: an open-addressing index with linear probing over entries, whose key and value bytes are
/// in one slab. It holds no objects, so the garbage collector has nothing to scan; and it grows independently, so that no pause grows
/// with the size of the state. It records what has changed since which barrier (<see cref="TableChanges"/>): a removed entry that a
/// snapshot may hold stays as a tombstone, until a completed checkpoint has the removal.
/// </summary>
internal sealed partial class SlabTable
{
    private const int Empty = 0;
    private const int Buried = -1;

    private readonly Slab _slab = new();
    private int[] _index = new int[8];
    private Entry[] _entries = new Entry[4];
    private Links[] _links = [];
    private byte[] _bytes;
    private readonly Intervals _intervals;
    private int _mask = 7;
    private int _used;
    private int _freeEntry = -1;

    public SlabTable(Intervals intervals, int keyGroup = 0)
    {
        (_intervals, _bytes) = (intervals, _slab.Bytes);
        Changes = new TableChanges(this, intervals, keyGroup);
    }

    public TableChanges Changes { get; }

    public int Count { get; private set; }

    public int Tombstones { get; private set; }

    /// <summary>The number of bytes in keys and values, without the table's overhead.</summary>
    public long LiveBytes { get; private set; }

    public long Bytes => _slab.Length + ((long)_entries.Length * Unsafe.SizeOf<Entry>()) + ((long)_links.Length * Unsafe.SizeOf<Links>()) + (_index.Length * 4L);

    /// <summary>One above the highest entry number in use.</summary>
    public int Limit => _used;

    public bool IsLive(int entry) => _entries[entry] is { KeyLength: >= 0, ValueLength: >= 0 };

    public bool IsTombstone(int entry) => _entries[entry] is { KeyLength: >= 0, ValueLength: Buried };

    public ref Entry this[int entry] => ref _entries[entry];

    /// <summary>Returns the links of an entry; only tables of maps and timers have any.</summary>
    public ref Links LinksOf(int entry)
    {
        if (entry >= _links.Length) Array.Resize(ref _links, _entries.Length);
        return ref _links[entry];
    }

    public ReadOnlySpan<byte> Key(int entry) => _slab.Span(_entries[entry].Offset, _entries[entry].KeyLength);

    public ReadOnlyMemory<byte> KeyMemory(int entry) => _slab.Memory(_entries[entry].Offset, _entries[entry].KeyLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Value(int entry)
    {
        ref var e = ref _entries[entry];
        return _bytes.AsSpan(e.Offset + e.KeyLength, e.ValueLength);
    }

    public ReadOnlyMemory<byte> ValueMemory(int entry) =>
        _slab.Memory(_entries[entry].Offset + _entries[entry].KeyLength, _entries[entry].ValueLength);

    /// <summary>Returns the number of the entry with this key, or -1.</summary>
    /// <remarks>
    /// Tables are many and cold: each cache line that a lookup touches costs more than all its computation. So the mask is kept here
    /// and array lengths are not read; entry numbers in the index are always within the entries.
    /// </remarks>
    public int Find(ulong hash, ReadOnlySpan<byte> key) =>
        FindAny(hash, key) is var entry and >= 0 && _entries[entry].ValueLength != Buried ? entry : -1;

    /// <summary>Adds an entry for a key that has none; its value bytes are undefined.</summary>
    public int Add(ulong hash, ReadOnlySpan<byte> key, int valueLength)
    {
        if (Tombstones > 0 && FindAny(hash, key) is var tombstone and >= 0) return Revive(tombstone, valueLength);
        var entry = Insert(hash, key, valueLength);
        LiveBytes += key.Length + valueLength;
        ref var stamp = ref _entries[entry].Stamp;
        // A reused entry that was added and removed in this interval is already on its list.
        if (stamp < _intervals.Born) Changes.Add(entry);
        stamp = _intervals.Born;
        return entry;
    }

    /// <summary>Adds an entry without a value that is in no snapshot, because a restore recreates it: the head of a map.</summary>
    public int AddUntracked(ulong hash, ReadOnlySpan<byte> key)
    {
        var entry = Insert(hash, key, 0);
        _entries[entry].Stamp = Intervals.Untracked;
        LiveBytes += key.Length;
        return entry;
    }

    /// <summary>Returns the bytes of a value, to be modified.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Change(int entry)
    {
        if (_entries[entry].Stamp < _intervals.Born) Changes.Touch(entry);
        return Value(entry);
    }

    /// <summary>Sets the length of an entry's value; the bytes are undefined afterwards.</summary>
    public Span<byte> Resize(int entry, int valueLength)
    {
        if (_entries[entry].Stamp < _intervals.Born) Changes.Touch(entry);
        LiveBytes += valueLength - _entries[entry].ValueLength;
        Fit(entry, valueLength);
        return Value(entry);
    }

    /// <summary>Removes the entry of a key, if there is one.</summary>
    public void Remove(ulong hash, ReadOnlySpan<byte> key)
    {
        if (Find(hash, key) is var entry and >= 0) Remove(entry);
    }

    public void Remove(int entry)
    {
        ref var e = ref _entries[entry];
        LiveBytes -= e.KeyLength + e.ValueLength;
        Count--;
        if (e.Stamp == _intervals.Born || e.Stamp == Intervals.Untracked)
        {
            Unlink(entry);
            return;
        }

        if (e.Stamp < _intervals.Born) Changes.Touch(entry);
        e.ValueLength = Buried;
        Tombstones++;
    }

    /// <summary>Frees a tombstone.</summary>
    public void Free(int tombstone)
    {
        Tombstones--;
        Unlink(tombstone);
    }

    /// <summary>Gives up the memory of a table that nothing uses any longer.</summary>
    public void Release()
    {
        _slab.Release();
        RecycledArrays<Entry>.Return(_entries);
        RecycledArrays<int>.Return(_index);
    }

    private int Revive(int tombstone, int valueLength)
    {
        if (_entries[tombstone].Stamp < _intervals.Born) Changes.Touch(tombstone);
        Fit(tombstone, valueLength);
        ref var e = ref _entries[tombstone];
        e.Head = -1;
        LiveBytes += e.KeyLength + valueLength;
        Tombstones--;
        Count++;
        return tombstone;
    }

    /// <summary>Puts an entry into the index; it keeps the stamp of the entry that last had its number.</summary>
    private int Insert(ulong hash, ReadOnlySpan<byte> key, int valueLength)
    {
        MakeRoom();
        var entry = TakeEntry(out var stamp);
        var capacity = Slab.CapacityFor(key.Length + valueLength);
        _entries[entry] = new Entry(hash, _slab.Allocate(capacity), key.Length, valueLength, capacity, stamp);
        _bytes = _slab.Bytes;
        key.CopyTo(_bytes.AsSpan(_entries[entry].Offset));
        Insert(hash, entry);
        Count++;
        return entry;
    }

    private void Fit(int entry, int valueLength)
    {
        ref var e = ref _entries[entry];
        var needed = e.KeyLength + valueLength;
        if (needed > e.Capacity || Slab.CapacityFor(needed) * 4 < e.Capacity)
        {
            var capacity = Slab.CapacityFor(needed);
            var offset = _slab.Allocate(capacity);
            _bytes = _slab.Bytes;
            _slab.Span(e.Offset, e.KeyLength).CopyTo(_slab.Span(offset, e.KeyLength));
            _slab.Free(e.Offset, e.Capacity);
            (e.Offset, e.Capacity) = (offset, capacity);
        }

        e.ValueLength = valueLength;
    }

    private void Unlink(int entry)
    {
        ref var e = ref _entries[entry];
        var mask = _mask;
        var at = Slot(e.Hash, mask);
        while (_index[at] != entry + 1) at = (at + 1) & mask;
        CloseGap(at, mask);
        _slab.Free(e.Offset, e.Capacity);
        e.KeyLength = -1;
        e.Offset = _freeEntry;
        if (e.Stamp == Intervals.Untracked) e.Stamp = 0;
        _freeEntry = entry;
    }
}
