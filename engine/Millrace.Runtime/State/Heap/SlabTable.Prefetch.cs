using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// Prefetches the memory of a lookup, one step at a time (Chen, Ailamaki, Gibbons, Mowry: Improving Hash Join
/// Performance through Prefetching, 2004). Only a hint: it uses the first entry of a probe sequence, right or not.
/// </summary>
internal sealed partial class SlabTable
{
    /// <summary>Tables with up to this many entries are not worth prefetching.</summary>
    public const int Small = 64;

    private const int Line = 64;

    public void PrefetchSlot(ulong hash) => Prefetch(ref _index[Slot(hash, _mask)], 0);

    public void PrefetchEntry(ulong hash)
    {
        var entry = _index[Slot(hash, _mask)] - 1;
        if (entry < 0) return;
        Prefetch(ref _entries[entry], 0);
        Prefetch(ref _entries[entry], Unsafe.SizeOf<Entry>() - 1);
    }

    public void PrefetchValue(ulong hash)
    {
        var entry = _index[Slot(hash, _mask)] - 1;
        if (entry < 0) return;
        ref var e = ref _entries[entry];
        for (var at = 0; at < e.Capacity && at <= 4 * Line; at += Line) Prefetch(ref _bytes[e.Offset], at);
    }

    // The garbage collector may move the array in between; then the hint is useless, but harmless.
    private static unsafe void Prefetch<T>(ref T address, int offset)
    {
        if (Sse.IsSupported) Sse.Prefetch0((byte*)Unsafe.AsPointer(ref address) + offset);
    }
}
