using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// The process-wide pool of frame arrays. They are rented by one thread and returned by another, many at a time, and the shared pool retains
/// too few: with 64 frames in flight it allocated one in three. Arrays smaller or larger than frames of records come from the shared pool.
/// </summary>
internal static class FramePool
{
    private const int Smallest = 4 << 10;
    private const int KeptOfSize = 512;

    private static readonly Size[] s_sizes = [.. Enumerable.Range(0, BitOperations.Log2(FrameLimits.DefaultFrameBytes / Smallest) + 1).Select(static i => new Size(Smallest << i))];

    public static byte[] Rent(int bytes) => Of((int)BitOperations.RoundUpToPowerOf2((uint)bytes)) is { } size ? size.Rent() : ArrayPool<byte>.Shared.Rent(bytes);

    public static void Return(byte[] array)
    {
        if (Of(array.Length) is { } size) size.Return(array);
        else ArrayPool<byte>.Shared.Return(array);
    }

    private static Size? Of(int bytes) => bytes is >= Smallest and <= FrameLimits.DefaultFrameBytes ? s_sizes[BitOperations.Log2((uint)bytes / Smallest)] : null;

    private sealed class Size(int bytes)
    {
        private readonly ConcurrentQueue<byte[]> _free = new();
        private int _count;

        public byte[] Rent()
        {
            if (!_free.TryDequeue(out var array)) return GC.AllocateUninitializedArray<byte>(bytes);
            Interlocked.Decrement(ref _count);
            return array;
        }

        public void Return(byte[] array)
        {
            if (Interlocked.Increment(ref _count) <= KeptOfSize) _free.Enqueue(array);
            else Interlocked.Decrement(ref _count);
        }
    }
}
