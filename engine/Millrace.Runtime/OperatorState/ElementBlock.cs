using System.Buffers.Binary;

namespace Millrace.Runtime.OperatorState;

/// <summary>The format of elements in a checkpoint: a count, then for each element its length and its bytes.</summary>
internal static class ElementBlock
{
    private const int LengthBytes = 4;

    public static byte[] Write(IReadOnlyCollection<byte[]> elements)
    {
        var block = new byte[LengthBytes + elements.Sum(static e => LengthBytes + e.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(block, elements.Count);
        var rest = block.AsSpan(LengthBytes);
        foreach (var element in elements)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, element.Length);
            element.CopyTo(rest[LengthBytes..]);
            rest = rest[(LengthBytes + element.Length)..];
        }

        return block;
    }

    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public static List<byte[]> Read(ReadOnlySpan<byte> block)
    {
        var rest = block;
        var elements = new List<byte[]>();
        for (var left = ReadLength(ref rest); left > 0; left--) elements.Add(Take(ref rest, ReadLength(ref rest)).ToArray());
        return rest.IsEmpty ? elements : throw new InvalidDataException($"A block of operator state has {block.Length} bytes, {rest.Length} of them after its last element.");
    }

    private static int ReadLength(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, LengthBytes));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if (length < 0 || length > rest.Length) throw new InvalidDataException($"A block of operator state ends after {rest.Length} more bytes; {length} were expected.");
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
