using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Millrace.Core.Checkpoints;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// Loading a restored table. A process that has just been started does it before its code has been compiled a second time, with optimizations; so these loops
/// are compiled with them at once.
/// </summary>
internal sealed partial class SlabTable
{
    /// <summary>Room for entries that are somewhat smaller than those of the first block, and for those that come before others are removed.</summary>
    private const double Margin = 1.01;

    /// <summary>What is reserved at most; beyond that arrays grow as they fill.</summary>
    private const int MostEntries = 1 << 24;

    /// <summary>Adds the entries of a block, without looking for them: a base has each key once.</summary>
    /// <param name="block">A block of the table's base.</param>
    /// <param name="size">The size of the table when all of it is restored.</param>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(ReadOnlySpan<byte> block, StateSize size)
    {
        Reserve(block, size);
        for (var rest = block; !rest.IsEmpty;)
        {
            var written = EntryFormat.Next(ref rest);
            if (written.IsTombstone) continue;
            MakeRoom();
            Load(written, KeyedTables.Hash(written.Key));
        }
    }

    /// <summary>Applies a block of changes to entries that are stored as they are written, and that nothing links.</summary>
    /// <param name="block">A block of an increment on the table's base.</param>
    /// <param name="size">The size of the table when all of it is restored.</param>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Merge(ReadOnlySpan<byte> block, StateSize size)
    {
        Reserve(block, size);
        for (var rest = block; !rest.IsEmpty;)
        {
            var written = EntryFormat.Next(ref rest);
            var hash = KeyedTables.Hash(written.Key);
            var entry = Probe(hash, written.Key);
            if (entry < 0)
            {
                if (written.IsTombstone) continue;
                MakeRoom();
                Load(written, hash);
            }
            else if (written.IsTombstone)
            {
                Remove(entry);
            }
            else
            {
                var value = _entries[entry].ValueLength == written.Value.Length ? Value(entry) : Resize(entry, written.Value.Length);
                written.Value.CopyTo(value);
            }
        }
    }

    /// <summary>Adds an entry whose key the table does not have, and for which there is room in the index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Load(WrittenEntry written, ulong hash)
    {
        var mask = _mask;
        ref var index = ref MemoryMarshal.GetArrayDataReference(_index);
        var entry = TakeEntry(out var stamp);
        var capacity = Slab.CapacityFor(written.Bytes.Length);
        var offset = _slab.Allocate(capacity);
        _entries[entry] = new Entry(hash, offset, written.Key.Length, written.Value.Length, capacity, stamp);
        _bytes = _slab.Bytes;
        written.Bytes.CopyTo(_bytes.AsSpan(offset));
        var at = Slot(hash, mask);
        while (Unsafe.Add(ref index, at) != Empty) at = (at + 1) & mask;
        Unsafe.Add(ref index, at) = entry + 1;
        Count++;
        LiveBytes += written.Bytes.Length;
    }

    /// <summary>Makes room for the whole table before its first block, so that arrays are not copied time and again while they grow.</summary>
    /// <param name="block">The block.</param>
    /// <param name="size">The size of the table when all of it is restored.</param>
    public void Reserve(ReadOnlySpan<byte> block, StateSize size)
    {
        if (_used > 0 || size.Entries == 0 || block.IsEmpty) return;
        // What entries take in the slab depends on how long each of them is.
        var (written, taken) = EntryFormat.Count(block);
        var entries = (int)Math.Min(size.Entries * Margin, MostEntries);
        _slab.Reserve((long)(size.Bytes * ((double)taken / Math.Max(written, 1)) * Margin));
        _bytes = _slab.Bytes;
        if (entries > _entries.Length) _entries = RecycledArrays<Entry>.Rent(entries);
        var length = _index.Length;
        while (IsTooSmall(length, entries)) length *= 2;
        if (length > _index.Length) Grow(length);
    }
}
