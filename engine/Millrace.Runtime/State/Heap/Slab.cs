using System.Numerics;
using System.Runtime.CompilerServices;

namespace Millrace.Runtime.State.Heap;

/// <summary>Allocates byte ranges of a limited set of sizes, with a free list for each size.</summary>
internal sealed class Slab
{
    private readonly List<int>?[] _free = new List<int>?[128];
    private byte[] _bytes = new byte[64];
    private bool _hasFreed;

    public int Length { get; private set; }

    /// <summary>The whole array; it is replaced when <see cref="Allocate"/> grows it.</summary>
    public byte[] Bytes => _bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Span(int offset, int length) => _bytes.AsSpan(offset, length);

    public ReadOnlyMemory<byte> Memory(int offset, int length) => _bytes.AsMemory(offset, length);

    /// <summary>Returns the size of the range for a number of bytes: a multiple of 8 up to 64, then four sizes for each power of two.</summary>
    public static int CapacityFor(int bytes)
    {
        if (bytes <= 64) return Math.Max(8, (bytes + 7) & ~7);
        var step = 1 << (BitOperations.Log2((uint)(bytes - 1)) - 2);
        return checked((bytes + step - 1) & ~(step - 1));
    }

    /// <exception cref="OutOfMemoryException">One key group of one state would exceed 2 GiB.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Allocate(int capacity)
    {
        if (_hasFreed || capacity > _bytes.Length - Length) return AllocateFreedOrMore(capacity);
        var at = Length;
        Length += capacity;
        return at;
    }

    /// <summary>Makes room for ranges that are about to be allocated.</summary>
    /// <param name="bytes">The bytes of all of them.</param>
    public void Reserve(long bytes)
    {
        var end = Length + bytes;
        if (end <= _bytes.Length || end > Array.MaxLength) return;
        var larger = RecycledArrays<byte>.Rent((int)end);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        _bytes = larger;
    }

    /// <summary>Gives up the memory of a slab that nothing uses any longer.</summary>
    public void Release() => RecycledArrays<byte>.Return(_bytes);

    public void Free(int offset, int capacity)
    {
        (_free[Class(capacity)] ??= []).Add(offset);
        _hasFreed = true;
    }

    private int AllocateFreedOrMore(int capacity)
    {
        if (_free[Class(capacity)] is { Count: > 0 } free)
        {
            var offset = free[^1];
            free.RemoveAt(free.Count - 1);
            return offset;
        }

        var end = (long)Length + capacity;
        if (end > Array.MaxLength)
            throw new OutOfMemoryException("One key group of one state would pass 2 GiB; use a higher --max-parallelism, so that it has more key groups.");
        if (end > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(end, _bytes.Length * 2L)));
        var at = Length;
        Length = (int)end;
        return at;
    }

    private static int Class(int capacity)
    {
        if (capacity <= 64) return (capacity >> 3) - 1;
        var log = BitOperations.Log2((uint)(capacity - 1));
        return 8 + ((log - 6) * 4) + (((capacity - 1) >> (log - 2)) & 3);
    }
}
