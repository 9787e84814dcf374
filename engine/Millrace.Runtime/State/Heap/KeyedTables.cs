using Millrace.Core.KeyGroups;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>The tables of one state, one for each key group that has entries.</summary>
/// <param name="state">The state's name.</param>
/// <param name="maxParallelism">How many key groups there are.</param>
/// <param name="intervals">The operator's intervals.</param>
internal sealed class KeyedTables(string state, int maxParallelism, Intervals intervals)
{
    /// <summary>
    /// How many records ahead each step of a look-up is taken: the slot of the index, the entry that it names, and the bytes of that. Each
    /// needs the one before, so a record alone waits for memory three times; so far ahead it never does.
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

    /// <summary>The keys of a key group, in their order: of what is linked from a head the head alone has the key.</summary>
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

    // Small ones are in a near cache anyway.
    private SlabTable? Large(ulong hash) => At(KeyGroup.Of(hash, maxParallelism)) is { Count: > SlabTable.Small } table ? table : null;

    public static ulong Hash(ReadOnlySpan<byte> key) => KeyGroup.Hash(key);

    /// <summary>Reads a block back into its table: tombstones and what was replaced as well as what is new.</summary>
    /// <param name="block">The block.</param>
    /// <param name="isStale">Whether it was written under another schema or layout than today's.</param>
    /// <param name="onEntry">Told of each entry.</param>
    /// <exception cref="InvalidDataException">The block is not one.</exception>
    public void Restore(RestoredBlock block, bool isStale, EntryFormat.EntryReader onEntry)
    {
        For(block.KeyGroup).Changes.Restored(block.IsFull, block.Block.Length, isStale);
        EntryFormat.Read(block.Block.Span, onEntry);
    }
}
