using Millrace.Core.KeyGroups;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>The tables of one state, one for each key group that has entries.</summary>
/// <param name="state">The state's name.</param>
/// <param name="maxParallelism">The number of key groups.</param>
/// <param name="intervals">The operator's intervals.</param>
internal sealed class KeyedTables(string state, int maxParallelism, Intervals intervals)
{
    /// <summary>
    /// How many records ahead each step of a lookup is prefetched: the slot of the index, its entry, and the entry's bytes. Each step
    /// needs the one before, so that a record on its own waits for memory three times; this far ahead it never does.
    /// </summary>
    private const int Slots = 12;
    private const int Entries = 8;
    private const int Values = 4;

    private readonly SlabTable?[] _tables = new SlabTable?[maxParallelism];

    public string State => state;

    public int MaxParallelism => maxParallelism;

    public long Count => _tables.Sum(static t => (long)(t?.Count ?? 0));

    public long Bytes => _tables.Sum(static t => t?.Bytes ?? 0);

    public SlabTable? At(int keyGroup) => _tables[keyGroup];

    public SlabTable For(int keyGroup) => _tables[keyGroup] ??= new SlabTable(intervals, keyGroup);

    /// <summary>Gives up the memory of all tables.</summary>
    public void Release()
    {
        for (var keyGroup = 0; keyGroup < _tables.Length; keyGroup++)
        {
            _tables[keyGroup]?.Release();
            _tables[keyGroup] = null;
        }
    }

    /// <summary>Returns the keys of a key group, in order: of linked entries only the head has the record's key.</summary>
    public IReadOnlyList<byte[]> KeysOf(int keyGroup)
    {
        if (At(keyGroup) is not { Count: > 0 } table) return [];
        var keys = new List<byte[]>();
        for (var entry = 0; entry < table.Limit; entry++)
        {
            if (table.IsLive(entry) && table[entry].Head < 0) keys.Add(table.Key(entry).ToArray());
        }

        keys.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return keys;
    }

    public void Prefetch(ReadOnlySpan<ulong> hashes, int at)
    {
        if (at + Slots < hashes.Length) Large(hashes[at + Slots])?.PrefetchSlot(hashes[at + Slots]);
        if (at + Entries < hashes.Length) Large(hashes[at + Entries])?.PrefetchEntry(hashes[at + Entries]);
        if (at + Values < hashes.Length) Large(hashes[at + Values])?.PrefetchValue(hashes[at + Values]);
    }

    // Small tables are in a near cache anyway.
    private SlabTable? Large(ulong hash) => At(KeyGroup.Of(hash, maxParallelism)) is { Count: > SlabTable.Small } table ? table : null;

    public static ulong Hash(ReadOnlySpan<byte> key) => KeyGroup.Hash(key);

    /// <summary>Restores a block of values as they are stored now.</summary>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public void RestoreStored(RestoredBlock block)
    {
        var table = For(block.KeyGroup);
        table.Changes.Restored(block.IsFull, block.Block.Length, isStale: false);
        if (block.IsFull) table.Load(block.Block.Span, block.Size);
        else table.Merge(block.Block.Span, block.Size);
    }

    /// <summary>Restores a block to its table.</summary>
    /// <param name="block">The block.</param>
    /// <param name="isStale">Whether it was written under a schema or layout other than the current one.</param>
    /// <param name="onEntry">Called with each entry: tombstones and replaced values as well as new entries.</param>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public void Restore(RestoredBlock block, bool isStale, EntryFormat.EntryReader onEntry)
    {
        var table = For(block.KeyGroup);
        table.Changes.Restored(block.IsFull, block.Block.Length, isStale);
        table.Reserve(block.Block.Span, block.Size);
        EntryFormat.Read(block.Block.Span, onEntry);
    }
}
