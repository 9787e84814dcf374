using System.Runtime.InteropServices;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// The header of a payload of records. It is followed by the values, one after another, as laid out in memory or as MessagePack; the
/// timestamps; and on keyed edges the hashes, the ends of the keys and the keys. Numbers are little-endian.
/// </summary>
/// <param name="Count">The number of records.</param>
/// <param name="ValueBytes">The total length of the values.</param>
/// <param name="KeyBytes">The total length of the keys.</param>
internal readonly record struct BatchHeader(int Count, int ValueBytes, int KeyBytes)
{
    public const int Size = 12;

    /// <summary>The size of a record apart from its value and its key.</summary>
    public static int Fixed(bool keyed) => keyed ? sizeof(long) + sizeof(ulong) + sizeof(int) : sizeof(long);

    /// <summary>The length of the whole payload.</summary>
    public long Bytes(bool keyed) => Size + (long)ValueBytes + ((long)Count * Fixed(keyed)) + KeyBytes;

    public void Write(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, int>(bytes[..Size]);
        (words[0], words[1], words[2]) = (Count, ValueBytes, KeyBytes);
    }

    /// <exception cref="InvalidDataException">The bytes do not start with a valid header.</exception>
    public static BatchHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size) throw new InvalidDataException($"Records begin with {Size} bytes; there are {bytes.Length}.");
        var words = MemoryMarshal.Cast<byte, int>(bytes[..Size]);
        return words[0] > 0 && words[1] >= 0 && words[2] >= 0
            ? new BatchHeader(words[0], words[1], words[2])
            : throw new InvalidDataException($"There cannot be {words[0]} records with {words[1]} bytes of values and {words[2]} of keys.");
    }
}
