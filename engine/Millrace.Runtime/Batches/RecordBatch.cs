using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Millrace.Core.Keys;

namespace Millrace.Runtime.Batches;

/// <summary>
/// Records with their timestamps and, on keyed edges, the canonical bytes of their keys and the hashes of those bytes. A batch has an
/// owner count; its last release returns it to its producer's pool.
/// </summary>
internal sealed class RecordBatch<T>(BatchPool<T> pool, int capacity, bool keyed) : StreamElement
{
    /// <summary>What Debug builds write to the timestamps of a returned batch.</summary>
    public const long PoisonedTimestamp = unchecked((long)0xDEAD_DEAD_DEAD_DEAD);

    /// <summary>What Debug builds write to the bytes of a returned batch's values.</summary>
    public const byte PoisonedByte = 0xDD;

    private int _owners;

    public T[] Values { get; } = new T[capacity];

    public long[] Timestamps { get; } = new long[capacity];

    public ulong[] Hashes { get; } = keyed ? new ulong[capacity] : [];

    /// <summary>The keys, one after another.</summary>
    public KeyBuffer Keys { get; } = new();

    /// <summary>Where each key ends in <see cref="Keys"/>; the next one starts there.</summary>
    public int[] KeyEnds { get; } = keyed ? new int[capacity] : [];

    public int Count { get; set; }

    public bool IsFull => Count == Values.Length;

    public override bool IsBatch => true;

    public override long Bytes => ((long)Count * (Unsafe.SizeOf<T>() + sizeof(long) + (keyed ? sizeof(ulong) + sizeof(int) : 0))) + Keys.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value, long timestamp)
    {
        var at = Count;
        Values[at] = value;
        Timestamps[at] = timestamp;
        Count = at + 1;
    }

    /// <summary>Adds a record whose key was the last one written to <see cref="Keys"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value, long timestamp, ulong hash)
    {
        KeyEnds[Count] = Keys.Length;
        Hashes[Count] = hash;
        Add(value, timestamp);
    }

    public void Own(int owners) => _owners = owners;

    public override void Retain() => Interlocked.Increment(ref _owners);

    public override void Release()
    {
        var owners = Interlocked.Decrement(ref _owners);
        Debug.Assert(owners >= 0, "A batch was released more often than it has owners.");
        if (owners == 0) pool.Return(this);
    }

    /// <summary>Clears the records: references are set to null, and Debug builds poison the rest, so that a late reader is noticed.</summary>
    public void Reset()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(Values, 0, Count);
        Poison();
        Keys.Clear();
        Count = 0;
    }

    [Conditional("DEBUG")]
    private void Poison()
    {
        Array.Fill(Timestamps, PoisonedTimestamp, 0, Count);
        if (keyed) Array.Fill(Hashes, unchecked((ulong)PoisonedTimestamp), 0, Count);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) return;
        ref var first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(Values));
        MemoryMarshal.CreateSpan(ref first, Count * Unsafe.SizeOf<T>()).Fill(PoisonedByte);
    }
}
