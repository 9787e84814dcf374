using System.Buffers.Binary;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// The tables of one state, one for each key group that has entries, and their blocks in a checkpoint. A block is a count, then for
/// each entry the lengths of key, map key and value, and their bytes.
/// </summary>
internal sealed class KeyedTables(int maxParallelism)
{
    private readonly SlabTable?[] _tables = new SlabTable?[maxParallelism];

    public SlabTable? At(int keyGroup) => _tables[keyGroup];

    public SlabTable For(int keyGroup) => _tables[keyGroup] ??= new SlabTable();

    public long Count => _tables.Sum(static t => (long)(t?.Count ?? 0));

    public long Bytes => _tables.Sum(static t => t?.Bytes ?? 0);

    /// <summary>Writes a block for each key group that has entries. Copies bytes and runs no user code.</summary>
    public void Snapshot(string state, IStateSnapshotWriter writer)
    {
        for (var group = 0; group < _tables.Length; group++)
        {
            if (_tables[group] is { Count: > 0 } table) writer.Write(state, group, Block(table));
        }
    }

    /// <summary>Reads a block: each key, the length of the part that is the record's key, and the value.</summary>
    /// <exception cref="InvalidDataException">The block is not one.</exception>
    public static void Read(ReadOnlySpan<byte> block, EntryReader onEntry)
    {
        var rest = block;
        var count = BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, 4));
        for (var i = 0; i < count; i++)
        {
            var header = Take(ref rest, 12);
            var keyLength = BinaryPrimitives.ReadInt32LittleEndian(header);
            var ownerLength = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            var valueLength = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            var key = Take(ref rest, keyLength);
            if (ownerLength < 0 || ownerLength > keyLength) throw new InvalidDataException($"A key of {keyLength} bytes cannot belong to one of {ownerLength}.");
            onEntry(key, ownerLength, Take(ref rest, valueLength));
        }

        if (!rest.IsEmpty) throw new InvalidDataException($"A block of state has {block.Length} bytes, {rest.Length} of them after its last entry.");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if (length < 0 || length > rest.Length) throw new InvalidDataException($"A block of state ends after {rest.Length} bytes more, {length} were expected.");
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    public static ulong Hash(ReadOnlySpan<byte> key) => KeyGroup.Hash(key);

    private static byte[] Block(SlabTable table)
    {
        var (size, count) = (4, 0);
        for (var entry = 0; entry < table.Limit; entry++)
        {
            if (!IsWritten(table, entry)) continue;
            size += 12 + table[entry].KeyLength + table[entry].ValueLength;
            count++;
        }

        var block = new byte[size];
        BinaryPrimitives.WriteInt32LittleEndian(block, count);
        var rest = block.AsSpan(4);
        for (var entry = 0; entry < table.Limit; entry++)
        {
            if (!IsWritten(table, entry)) continue;
            ref var e = ref table[entry];
            BinaryPrimitives.WriteInt32LittleEndian(rest, e.KeyLength);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], e.Head >= 0 ? table[e.Head].KeyLength : e.KeyLength);
            BinaryPrimitives.WriteInt32LittleEndian(rest[8..], e.ValueLength);
            table.Key(entry).CopyTo(rest[12..]);
            table.Value(entry).CopyTo(rest[(12 + e.KeyLength)..]);
            rest = rest[(12 + e.KeyLength + e.ValueLength)..];
        }

        return block;
    }

    // Head entries hold no data of their own; a restore makes them again.
    private static bool IsWritten(SlabTable table, int entry) => table.IsLive(entry) && table[entry].Head != HeapMapHead.Marker;

    internal delegate void EntryReader(ReadOnlySpan<byte> key, int ownerLength, ReadOnlySpan<byte> value);
}

/// <summary>What marks the head entry of a map.</summary>
internal static class HeapMapHead
{
    public const int Marker = -2;
}
