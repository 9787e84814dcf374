using System.Numerics;
using System.Runtime.CompilerServices;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// The format of entries in a block of a checkpoint, one after another: the length of the key, the length of its part after the record's
/// key (the map key), the length of the value plus 1 or 0 for a tombstone (each as a base-128 number, low bits first), the bytes of
/// the key and of the value.
/// </summary>
internal static class EntryFormat
{
    private const int LongestHeader = 15;

    /// <summary>Handles an entry of a block.</summary>
    internal delegate void EntryReader(in WrittenEntry entry);

    /// <summary>Returns the number of bytes that an entry takes.</summary>
    public static int Measure(in SlabTable.Entry entry, int ownerLength)
    {
        var value = Math.Max(entry.ValueLength, 0);
        return Size(entry.KeyLength) + Size(entry.KeyLength - ownerLength) + Size(entry.ValueLength + 1) + entry.KeyLength + value;
    }

    /// <summary>Returns the length of the record's key, which a map entry's key starts with.</summary>
    public static int OwnerLength(SlabTable table, in SlabTable.Entry entry) =>
        entry is { Head: >= 0, ValueLength: >= 0 } ? table[entry.Head].KeyLength : entry.KeyLength;

    public static void Write(SlabTable table, int entry, int ownerLength, Span<byte> to)
    {
        ref var e = ref table[entry];
        Put(ref to, e.KeyLength);
        Put(ref to, e.KeyLength - ownerLength);
        Put(ref to, e.ValueLength + 1);
        table.Key(entry).CopyTo(to);
        if (e.ValueLength > 0) table.Value(entry).CopyTo(to[e.KeyLength..]);
    }

    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public static void Read(ReadOnlySpan<byte> block, EntryReader onEntry)
    {
        for (var rest = block; !rest.IsEmpty;) onEntry(Next(ref rest));
    }

    /// <summary>Takes the next entry from what is left of a block.</summary>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WrittenEntry Next(ref ReadOnlySpan<byte> rest)
    {
        var keyLength = Take(ref rest);
        var mapKeyLength = Take(ref rest);
        var valueLength = Take(ref rest) - 1;
        var length = (long)keyLength + Math.Max(valueLength, 0);
        if (mapKeyLength > keyLength || length > rest.Length) throw Damage(keyLength, mapKeyLength, length, rest.Length);
        var entry = new WrittenEntry(rest[..(int)length], keyLength, keyLength - mapKeyLength, valueLength < 0);
        rest = rest[(int)length..];
        return entry;
    }

    /// <summary>Counts the bytes of the keys and values in a block, and those that they will take in a slab; at most as many as there are before damage.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (long Written, long Taken) Count(ReadOnlySpan<byte> block)
    {
        var (written, taken) = (0L, 0L);
        for (var rest = block; !rest.IsEmpty;)
        {
            var keyLength = Take(ref rest);
            Take(ref rest);
            var length = keyLength + Math.Max(Take(ref rest) - 1L, 0);
            if (length > rest.Length) break;
            (written, taken) = (written + length, taken + Slab.CapacityFor((int)length));
            rest = rest[(int)length..];
        }

        return (written, taken);
    }

    private static int Size(int number) => 1 + (BitOperations.Log2((uint)number | 1) / 7);

    private static void Put(ref Span<byte> to, int number)
    {
        var rest = (uint)number;
        var at = 0;
        for (; rest >= 0x80; rest >>= 7) to[at++] = (byte)(rest | 0x80);
        to[at++] = (byte)rest;
        to = to[at..];
    }

    // Nearly all lengths are below 128.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Take(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] is var number && number >= 0x80) return TakeLong(ref rest);
        rest = rest[1..];
        return number;
    }

    private static int TakeLong(ref ReadOnlySpan<byte> rest)
    {
        var number = 0L;
        for (var at = 0; at < Math.Min(rest.Length, LongestHeader / 3); at++)
        {
            number |= (rest[at] & 0x7FL) << (7 * at);
            if (rest[at] >= 0x80) continue;
            rest = rest[(at + 1)..];
            return number <= int.MaxValue ? (int)number : throw new InvalidDataException($"A block of state has a length of {number}.");
        }

        throw new InvalidDataException($"A block of state ends within a length, {rest.Length} bytes before its end.");
    }

    private static InvalidDataException Damage(int keyLength, int mapKeyLength, long length, int left) => new(mapKeyLength > keyLength
        ? $"A key of {keyLength} bytes cannot end with one of {mapKeyLength}."
        : $"A block of state ends after {left} more bytes; {length} were expected.");
}

/// <summary>An entry from a checkpoint.</summary>
/// <param name="bytes">The bytes of the key, followed by those of the value.</param>
/// <param name="keyLength">How many of them are the key.</param>
/// <param name="ownerLength">How many of these belong to the record's key.</param>
/// <param name="isTombstone">Whether it marks the key as removed.</param>
internal readonly ref struct WrittenEntry(ReadOnlySpan<byte> bytes, int keyLength, int ownerLength, bool isTombstone)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public ReadOnlySpan<byte> Key => Bytes[..keyLength];

    public int OwnerLength => ownerLength;

    public ReadOnlySpan<byte> Value => Bytes[keyLength..];

    public bool IsTombstone => isTombstone;
}
