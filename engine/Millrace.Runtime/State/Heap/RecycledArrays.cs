using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// The arrays of tables that are gone, for tables that are restored soon after: a task that has failed or was rescaled leaves as much memory as the next one
/// needs, and using it again is faster than having the system map and clear new pages. They are held weakly, so that the garbage collector may take them at
/// any time, as it would without this.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
internal static class RecycledArrays<T> where T : unmanaged
{
    /// <summary>Smaller arrays are cheap to allocate; those of this size are collected only with the oldest generation.</summary>
    private const int SmallestBytes = 85_000;

    private const int StepsPerOctave = 16;
    private const int MostSteps = 8;

    private static readonly Lock s_guard = new();
    private static readonly Dictionary<int, Stack<WeakReference<T[]>>> s_arrays = [];

    /// <summary>Returns an array with at least so many elements, at most half as many more; they have any value.</summary>
    public static T[] Rent(int length)
    {
        if (!IsKept(length)) return GC.AllocateUninitializedArray<T>(length);
        var (least, step) = Rounded(length);
        return Find(least, step, MostSteps) ?? GC.AllocateUninitializedArray<T>((int)Math.Min(least, Array.MaxLength));
    }

    /// <summary>Returns an array with exactly so many elements; they have any value.</summary>
    public static T[] RentExactly(int length) => (IsKept(length) ? Find(length, step: 0, steps: 1) : null) ?? GC.AllocateUninitializedArray<T>(length);

    /// <summary>Takes an array that nothing uses any longer.</summary>
    public static void Return(T[] array)
    {
        if (!IsKept(array.Length)) return;
#if DEBUG
        // Whoever still uses it notices.
        MemoryMarshal.AsBytes(array.AsSpan()).Fill(0xCD);
#endif
        lock (s_guard)
        {
            if (!s_arrays.TryGetValue(array.Length, out var arrays)) s_arrays.Add(array.Length, arrays = []);
            // A collection that has taken the latest one has taken all.
            if (arrays.TryPeek(out var latest) && !latest.TryGetTarget(out _))
            {
                s_arrays.Clear();
                s_arrays.Add(array.Length, arrays = []);
            }

            arrays.Push(new WeakReference<T[]>(array));
        }
    }

    private static T[]? Find(long least, int step, int steps)
    {
        lock (s_guard)
        {
            for (var (size, i) = (least, 0); i < steps && size <= Array.MaxLength; (size, i) = (size + step, i + 1))
            {
                if (!s_arrays.TryGetValue((int)size, out var arrays)) continue;
                while (arrays.TryPop(out var weak))
                {
                    if (weak.TryGetTarget(out var array)) return array;
                }
            }
        }

        return null;
    }

    private static bool IsKept(int length) => (long)length * Unsafe.SizeOf<T>() >= SmallestBytes;

    // So few sizes that an array fits the next table, whose size is about the same.
    private static (long Length, int Step) Rounded(int length)
    {
        var step = Math.Max(1, (1 << BitOperations.Log2((uint)length)) / StepsPerOctave);
        return ((length + step - 1L) / step * step, step);
    }
}
