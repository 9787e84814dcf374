using System.Runtime.CompilerServices;
using Millrace.Core.Keys;

namespace Millrace.Runtime.Batches;

/// <summary>
/// Records with their timestamps and, on keyed edges, the canonical bytes of their keys and the hashes of these. A batch has an owner count; its last release returns
/// it to the pool of its producer.
/// </summary>
internal sealed class RecordBatch<T>(BatchPool<T> pool, int capacity, bool keyed) : StreamElement
{
    private int _owners;

    public T[] Values { get; } = new T[capacity];

    public long[] Timestamps { get; } = new long[capacity];

    public ulong[] Hashes { get; } = keyed ? new ulong[capacity] : [];

    /// <summary>The keys one after the other.</summary>
    public KeyBuffer Keys { get; } = new();

    /// <summary>Where each key ends in <see cref="Keys"/>; the next one begins there.</summary>
    public int[] KeyEnds { get; } = keyed ? new int[capacity] : [];

    public int Count { get; set; }

    public bool IsFull => Count == Values.Length;

    public override bool IsBatch => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value, long timestamp)
    {
        var at = Count;
        Values[at] = value;
        Timestamps[at] = timestamp;
        Count = at + 1;
    }

    /// <summary>Adds a record whose key was the last thing written to <see cref="Keys"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value, long timestamp, ulong hash)
    {
        KeyEnds[Count] = Keys.Length;
        Hashes[Count] = hash;
        Add(value, timestamp);
    }

    public void Own(int owners) => _owners = owners;

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0) pool.Return(this);
    }

    /// <summary>Forgets the records: references are cleared, and Debug builds poison the rest, so that a late reader is seen.</summary>
    public void Reset()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(Values, 0, Count);
        Poison();
        Keys.Clear();
        Count = 0;
    }

    [System.Diagnostics.Conditional("DEBUG")]
    private void Poison() => Array.Fill(Timestamps, unchecked((long)0xDEAD_DEAD_DEAD_DEAD), 0, Count);
}
