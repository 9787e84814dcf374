using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// The entries of one state in one key group: an open-addressing index with linear probing over entries, whose key and value bytes lie
/// in one slab. It holds no objects, so the garbage collector has nothing to walk; and it grows by itself, so that no growth pauses
/// with the size of the state.
/// </summary>
internal sealed class SlabTable
{
    private const int Empty = 0;

    private readonly Slab _slab = new();
    private int[] _index = new int[8];
    private Entry[] _entries = new Entry[4];
    private byte[] _bytes;
    private int _mask = 7;
    private int _used;
    private int _freeEntry = -1;

    public SlabTable() => _bytes = _slab.Bytes;

    public int Count { get; private set; }

    public long Bytes => _slab.Length + ((long)_entries.Length * Unsafe.SizeOf<Entry>()) + (_index.Length * 4L);

    /// <summary>One above the highest entry number in use.</summary>
    public int Limit => _used;

    public bool IsLive(int entry) => _entries[entry].KeyLength >= 0;

    public ref Entry this[int entry] => ref _entries[entry];

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

    /// <summary>The number of the entry with this key, or -1.</summary>
    /// <remarks>
    /// Tables are many and cold: each line of memory that a look-up touches costs more than all that it computes. So the mask is kept here
    /// and lengths of arrays are not read; what the index holds is always within the entries.
    /// </remarks>
    public int Find(ulong hash, ReadOnlySpan<byte> key)
    {
        var mask = _mask;
        ref var index = ref MemoryMarshal.GetArrayDataReference(_index);
        ref var entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        for (var at = Slot(hash, mask); ; at = (at + 1) & mask)
        {
            var entry = Unsafe.Add(ref index, at) - 1;
            if (entry < 0) return -1;
            ref var e = ref Unsafe.Add(ref entries, entry);
            if (e.Hash == hash && _bytes.AsSpan(e.Offset, e.KeyLength).SequenceEqual(key)) return entry;
        }
    }

    /// <summary>Adds an entry for a key that has none; its value bytes are undefined.</summary>
    public int Add(ulong hash, ReadOnlySpan<byte> key, int valueLength)
    {
        if ((Count + 1) * 4 > _index.Length * 3) Grow();
        var entry = TakeEntry();
        var capacity = Slab.CapacityFor(key.Length + valueLength);
        _entries[entry] = new Entry
        {
            Hash = hash,
            Offset = _slab.Allocate(capacity),
            KeyLength = key.Length,
            ValueLength = valueLength,
            Capacity = capacity,
            Next = -1,
            Previous = -1,
            Head = -1,
        };
        _bytes = _slab.Bytes;
        key.CopyTo(_bytes.AsSpan(_entries[entry].Offset));
        Insert(hash, entry);
        Count++;
        return entry;
    }

    /// <summary>Makes the value of an entry so many bytes long; the bytes are undefined afterwards.</summary>
    public Span<byte> Resize(int entry, int valueLength)
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
        return Value(entry);
    }

    public void Remove(int entry)
    {
        ref var e = ref _entries[entry];
        var mask = _mask;
        var at = Slot(e.Hash, mask);
        while (_index[at] != entry + 1) at = (at + 1) & mask;
        CloseGap(at, mask);
        _slab.Free(e.Offset, e.Capacity);
        e.KeyLength = -1;
        e.Next = _freeEntry;
        _freeEntry = entry;
        Count--;
    }

    private static int Slot(ulong hash, int mask) => (int)(hash >> 32) & mask;

    private int TakeEntry()
    {
        if (_freeEntry < 0)
        {
            if (_used == _entries.Length) Array.Resize(ref _entries, _used * 2);
            return _used++;
        }

        var entry = _freeEntry;
        _freeEntry = _entries[entry].Next;
        return entry;
    }

    private void Insert(ulong hash, int entry)
    {
        var mask = _mask;
        var at = Slot(hash, mask);
        while (_index[at] != Empty) at = (at + 1) & mask;
        _index[at] = entry + 1;
    }

    // Moves later entries of the probe sequence up, so that a search never stops at a hole (Knuth 6.4, algorithm R).
    private void CloseGap(int gap, int mask)
    {
        for (var at = (gap + 1) & mask; _index[at] != Empty; at = (at + 1) & mask)
        {
            var home = Slot(_entries[_index[at] - 1].Hash, mask);
            if (((at - home) & mask) < ((at - gap) & mask)) continue;
            _index[gap] = _index[at];
            gap = at;
        }

        _index[gap] = Empty;
    }

    private void Grow()
    {
        _index = new int[_index.Length * 2];
        _mask = _index.Length - 1;
        for (var entry = 0; entry < _used; entry++)
        {
            if (IsLive(entry)) Insert(_entries[entry].Hash, entry);
        }
    }

    /// <summary>Where an entry's bytes lie: the key, then the value. Map entries are linked from the head entry of their key.</summary>
    internal struct Entry
    {
        public ulong Hash;
        public int Offset;
        public int KeyLength;
        public int ValueLength;
        public int Capacity;
        public int Next;
        public int Previous;
        public int Head;
    }
}
