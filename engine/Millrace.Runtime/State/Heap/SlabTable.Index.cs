using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Millrace.Runtime.State.Heap;

/// <summary>The index: entry numbers plus 1, so that 0 is empty; at most three quarters full.</summary>
internal sealed partial class SlabTable
{
    private int FindAny(ulong hash, ReadOnlySpan<byte> key)
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

    /// <summary>Makes room for entries that are about to be added, so that arrays are not copied time and again while they grow.</summary>
    /// <param name="entries">Their number.</param>
    /// <param name="bytes">The bytes that their keys and values take in the slab.</param>
    public void Reserve(int entries, long bytes)
    {
        _slab.Reserve(bytes);
        _bytes = _slab.Bytes;
        if (_used + entries > _entries.Length) Array.Resize(ref _entries, _used + entries);
        while ((Count + Tombstones + entries) * 4L > _index.Length * 3L) Grow();
    }

    private void Insert(ulong hash, int entry)
    {
        var mask = _mask;
        var at = Slot(hash, mask);
        while (_index[at] != Empty) at = (at + 1) & mask;
        _index[at] = entry + 1;
    }

    // Moves later entries of the probe sequence up, so that a search never stops at a gap (Knuth 6.4, algorithm R).
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
            if (_entries[entry].KeyLength >= 0) Insert(_entries[entry].Hash, entry);
        }
    }

    /// <summary>The place of an entry's bytes: the key, then the value. Map entries are linked from the head entry of their key.</summary>
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

        /// <summary>The interval of the last change, and what happened in it.</summary>
        public int Stamp;
    }
}
