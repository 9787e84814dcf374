using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Millrace.Runtime.State.Heap;

/// <summary>The index: entry numbers plus 1, so that 0 is empty; at most three quarters full.</summary>
internal sealed partial class SlabTable
{
    /// <summary>Returns the number of the entry or tombstone with this key, or -1.</summary>
    private int FindAny(ulong hash, ReadOnlySpan<byte> key) => Probe(hash, key);

    // The body of FindAny, to be inlined into the loop of Merge as well.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Probe(ulong hash, ReadOnlySpan<byte> key)
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

    // What was never used is not read before it is written: see Allocate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TakeEntry(out int stamp)
    {
        if (_freeEntry < 0)
        {
            if (_used == _entries.Length) Array.Resize(ref _entries, _used * 2);
            stamp = 0;
            return _used++;
        }

        var entry = _freeEntry;
        (_freeEntry, stamp) = (_entries[entry].Offset, _entries[entry].Stamp);
        return entry;
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

    /// <summary>Makes room in the index for one more entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MakeRoom()
    {
        if (IsTooSmall(_index.Length, Count + Tombstones + 1)) Grow(_index.Length * 2);
    }

    private static bool IsTooSmall(int length, int entries) => entries * 4L > length * 3L;

    private void Grow(int length)
    {
        _index = Allocate(length);
        _mask = length - 1;
        for (var entry = 0; entry < _used; entry++)
        {
            if (_entries[entry].KeyLength >= 0) Insert(_entries[entry].Hash, entry);
        }
    }

    // A page of new memory that is read first is mapped to the system's page of zeros; writing to it afterwards is a second fault, which
    // interrupts all other processors. An index is read before it is written, so it is written before.
    private static int[] Allocate(int length)
    {
        var index = RecycledArrays<int>.RentExactly(length);
        index.AsSpan().Clear();
        return index;
    }

    /// <summary>The place of an entry's bytes: the key, then the value. It is half a cache line.</summary>
    internal struct Entry(ulong hash, int offset, int keyLength, int valueLength, int capacity, int stamp)
    {
        public ulong Hash = hash;

        /// <summary>The place in the slab; of a free entry the next free one.</summary>
        public int Offset = offset;

        public int KeyLength = keyLength;
        public int ValueLength = valueLength;
        public int Capacity = capacity;

        /// <summary>The head of a map's entry; -1 for other entries.</summary>
        public int Head = -1;

        /// <summary>The interval of the last change, and what happened in it.</summary>
        public int Stamp = stamp;
    }

    /// <summary>The neighbours of a map's entry; all entries of a key are linked from their head. Timers have their place in the heap there.</summary>
    internal struct Links
    {
        public int Next;
        public int Previous;
    }
}
