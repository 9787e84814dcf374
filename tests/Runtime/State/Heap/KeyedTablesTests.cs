using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State.Heap;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.State.Heap;

public sealed class KeyedTablesTests
{
    [Fact]
    public void Each_of_many_key_groups_has_a_block_of_its_own()
    {
        const int groups = KeyGroup.HighestMaxParallelism;
        var intervals = new Intervals();
        var tables = new KeyedTables("state", groups, intervals);
        var buffer = new KeyBuffer();
        for (var key = 0; key < 50_000; key++)
        {
            var hash = Encode(buffer, key);
            BitConverter.TryWriteBytes(tables.For(KeyGroup.Of(hash, groups)) is var table ? table.Value(table.Add(hash, buffer.Written, 4)) : default, key);
        }

        var blocks = Copy(intervals, tables);
        Assert.Equal(50_000, tables.Count);
        Assert.Equal(blocks.Count, blocks.Select(b => b.KeyGroup).Distinct().Count());
        var read = new HashSet<int>();
        foreach (var block in blocks)
        {
            EntryFormat.Read(block.Block.Span, (in WrittenEntry entry) =>
            {
                Assert.Equal(entry.Key.Length, entry.OwnerLength);
                Assert.Equal(block.KeyGroup, KeyGroup.Of(KeyedTables.Hash(entry.Key), groups));
                read.Add(BitConverter.ToInt32(entry.Value));
            });
        }

        Assert.Equal(Enumerable.Range(0, 50_000), read.Order());
    }

    [Fact]
    public void A_block_that_was_cut_or_has_more_is_no_block()
    {
        var intervals = new Intervals();
        var tables = new KeyedTables("state", 1, intervals);
        tables.For(0).Add(1, "key"u8, 300);
        var block = Copy(intervals, tables).Single().Block.ToArray();
        for (var length = 1; length < block.Length; length++)
            Assert.Throws<InvalidDataException>(() => EntryFormat.Read(block.AsSpan(0, length), static (in WrittenEntry _) => { }));
        Assert.Throws<InvalidDataException>(() => EntryFormat.Read([.. block, 0], static (in WrittenEntry _) => { }));
        Assert.Throws<InvalidDataException>(() => EntryFormat.Read([1, 2, 0, 7], static (in WrittenEntry _) => { }));
        Assert.Throws<InvalidDataException>(() => EntryFormat.Read([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0], static (in WrittenEntry _) => { }));
    }

    [Fact]
    public void A_table_that_empties_and_fills_again_does_not_grow()
    {
        var table = new SlabTable(new Intervals());
        var buffer = new KeyBuffer();
        Fill(table, buffer, 0);
        var (bytes, limit) = (table.Bytes, table.Limit);
        for (var round = 1; round <= 5; round++)
        {
            for (var key = 0; key < 10_000; key++)
            {
                var hash = Encode(buffer, key + (10_000 * (round - 1)));
                table.Remove(table.Find(hash, buffer.Written));
            }

            Assert.Equal(0, table.Count);
            Fill(table, buffer, round);
        }

        Assert.Equal((bytes, limit), (table.Bytes, table.Limit));
    }

    private static IReadOnlyList<RestoredBlock> Copy(Intervals intervals, KeyedTables tables)
    {
        var blocks = new BlockCollector();
        Assert.True(blocks.Slice(intervals.Begin(new SnapshotRequest(1, 0, IsFull: true), [tables])));
        return blocks.Blocks;
    }

    private static void Fill(SlabTable table, KeyBuffer buffer, int round)
    {
        for (var key = 0; key < 10_000; key++)
        {
            var hash = Encode(buffer, key + (10_000 * round));
            table.Add(hash, buffer.Written, key % 50);
        }
    }

    private static ulong Encode(KeyBuffer buffer, int key)
    {
        buffer.Clear();
        KeyCodecs.Create<int>().Encode(key, buffer);
        return KeyGroup.Hash(buffer.Written);
    }
}
