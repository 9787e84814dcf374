using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;
using Millrace.Runtime.State.Heap;
using Millrace.Runtime.Tests.Snapshots;

namespace Millrace.Runtime.Tests.State.Heap;

public sealed class KeyedTablesTests
{
    [Fact]
    public void Each_of_many_key_groups_has_a_block_of_its_own()
    {
        const int groups = KeyGroup.HighestMaxParallelism;
        var tables = new KeyedTables(groups);
        var buffer = new KeyBuffer();
        for (var key = 0; key < 50_000; key++)
        {
            var hash = Encode(buffer, key);
            BitConverter.TryWriteBytes(tables.For(KeyGroup.Of(hash, groups)) is var table ? table.Value(table.Add(hash, buffer.Written, 4)) : default, key);
        }

        var blocks = new SnapshotBlocks();
        tables.Snapshot("state", blocks);
        Assert.Equal(50_000, tables.Count);
        Assert.Equal(blocks.All.Count, blocks.All.Select(b => b.KeyGroup).Distinct().Count());
        var read = new HashSet<int>();
        foreach (var block in blocks.All)
        {
            KeyedTables.Read(block.Block.Span, (key, ownerLength, value) =>
            {
                Assert.Equal(key.Length, ownerLength);
                Assert.Equal(block.KeyGroup, KeyGroup.Of(KeyedTables.Hash(key), groups));
                read.Add(BitConverter.ToInt32(value));
            });
        }

        Assert.Equal(Enumerable.Range(0, 50_000), read.Order());
    }

    [Fact]
    public void A_block_that_was_cut_or_has_more_is_no_block()
    {
        var tables = new KeyedTables(1);
        tables.For(0).Add(1, "key"u8, 5);
        var blocks = new SnapshotBlocks();
        tables.Snapshot("state", blocks);
        var block = blocks.All.Single().Block.ToArray();
        for (var length = 0; length < block.Length; length++)
            Assert.Throws<InvalidDataException>(() => KeyedTables.Read(block.AsSpan(0, length), static (_, _, _) => { }));
        Assert.Throws<InvalidDataException>(() => KeyedTables.Read([.. block, 0], static (_, _, _) => { }));
    }

    [Fact]
    public void A_table_that_empties_and_fills_again_does_not_grow()
    {
        var table = new SlabTable();
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
