using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Millrace.Runtime.State.Heap;

/// <summary>Loading the base of a restored table.</summary>
internal sealed partial class SlabTable
{
    /// <summary>Room for blocks to come whose entries are somewhat smaller than those of the first.</summary>
    private const double Margin = 1.01;

    /// <summary>What is reserved at most; beyond that arrays grow as they fill.</summary>
    private const int MostEntries = 1 << 24;

    /// <summary>Adds the entries of a block, without looking for them: a base has each key once.</summary>
    /// <param name="block">A block of the table's base.</param>
    /// <param name="following">The number of bytes in further blocks of it, for which room is made as well.</param>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public void Load(ReadOnlySpan<byte> block, long following)
    {
        Reserve(block, following);
        var mask = _mask;
        ref var index = ref MemoryMarshal.GetArrayDataReference(_index);
        for (var rest = block; !rest.IsEmpty;)
        {
            var written = EntryFormat.Next(ref rest);
            if (written.IsTombstone) continue;
            var entry = TakeEntry(out var stamp);
            var hash = KeyedTables.Hash(written.Key);
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
    }

    /// <summary>Makes room for the entries of a block, so that arrays are not copied time and again while they grow.</summary>
    /// <param name="block">The block.</param>
    /// <param name="following">The number of bytes in further blocks, whose entries are taken to be as large as those of this one.</param>
    public void Reserve(ReadOnlySpan<byte> block, long following)
    {
        var (entries, bytes) = EntryFormat.Count(block);
        var share = following == 0 || block.IsEmpty ? 1 : (1 + ((double)following / block.Length)) * Margin;
        Reserve((int)Math.Min(entries * share, MostEntries), (long)(bytes * share));
    }

    private void Reserve(int entries, long bytes)
    {
        _slab.Reserve(bytes);
        _bytes = _slab.Bytes;
        if (_used + entries > _entries.Length) Array.Resize(ref _entries, _used + entries);
        var length = _index.Length;
        while ((Count + Tombstones + entries) * 4L > length * 3L) length *= 2;
        if (length > _index.Length) Grow(length);
    }
}
