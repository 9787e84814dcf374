using System.Buffers.Binary;
using CsCheck;
using Millrace.Core.Checkpoints;
using Millrace.Runtime.State.Heap;

namespace Millrace.Runtime.Tests.State.Heap;

public sealed class SlabTableTests
{
    /// <summary>Random puts and removals over few hashes, so that probe sequences collide, against a dictionary.</summary>
    [Fact]
    public void It_behaves_as_a_dictionary() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[-1, 90]).Array[0, 400].Sample(program =>
        {
            var table = new SlabTable(new Intervals());
            var model = new Dictionary<int, byte[]>();
            foreach (var (key, length) in program) Apply(table, model, key, length, FewHashes(key));
            Assert.Equal(model.Count, table.Count);
            for (var key = 0; key <= 40; key++)
            {
                var entry = table.Find(FewHashes(key), Bytes(key));
                Assert.Equal(model.ContainsKey(key), entry >= 0);
                if (entry >= 0) Assert.Equal(model[key], table.Value(entry).ToArray());
            }
        });

    /// <summary>Blocks of one base and of increments on it, restored with room for all of it, or not, and then changed as any table.</summary>
    [Fact]
    public void What_is_restored_is_found_and_changed_like_what_was_added() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 200]).Array[0, 300].SelectMany(static all => Gen.Select(
            Gen.Const(all.DistinctBy(static a => a.Item1).ToArray()), Gen.Int[1, 4], Gen.Bool, Changes.Array[0, 3], Changes))
            .Sample((loaded, parts, isAnnounced, increments, program) =>
            {
                var table = new SlabTable(new Intervals());
                var model = new Dictionary<int, byte[]>();
                var blocks = loaded.Select((a, i) => (Key: a.Item1, Length: a.Item2, Part: i % parts))
                    .GroupBy(static a => a.Part, static a => (a.Key, a.Length)).Select(part => Block(part, model)).ToList();
                var merged = increments.Select(changes => Block(changes, model)).ToList();
                var size = isAnnounced ? new StateSize(model.Count, Bytes(model)) : default;
                foreach (var block in blocks) table.Load(block, size);
                foreach (var block in merged) table.Merge(block, size);
                Assert.Equal((model.Count, Bytes(model)), (table.Count, table.LiveBytes));
                foreach (var (key, length) in program) Apply(table, model, key, length, Hash(key));
                Assert.Equal(model.Count, table.Count);
                for (var key = 0; key <= 300; key++)
                {
                    var entry = table.Find(Hash(key), Bytes(key));
                    Assert.Equal(model.ContainsKey(key), entry >= 0);
                    if (entry >= 0) Assert.Equal(model[key], table.Value(entry).ToArray());
                }
            });

    [Fact]
    public void A_table_is_large_enough_for_the_blocks_that_follow_the_first()
    {
        var model = new Dictionary<int, byte[]>();
        var blocks = Enumerable.Range(0, 4).Select(part => Block(Enumerable.Range(part * 1000, 1000).Select(static key => (key, 100)), model)).ToList();
        var size = new StateSize(model.Count, Bytes(model));
        var table = new SlabTable(new Intervals());
        table.Load(blocks[0], size);
        var bytes = table.Bytes - (1000 * Slab.CapacityFor(104));
        table.Load(blocks[1], size);
        table.Merge(blocks[2], size);
        table.Merge(blocks[3], size);
        Assert.Equal(4000, table.Count);
        Assert.Equal(bytes, table.Bytes - (4000 * Slab.CapacityFor(104)));
    }

    [Fact]
    public void Freed_pieces_are_used_again()
    {
        var table = new SlabTable(new Intervals());
        for (var i = 0; i < 100; i++) table.Add(Hash(i), Bytes(i), 100);
        var full = table.Bytes;
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < 100; i++) table.Remove(table.Find(Hash(i), Bytes(i)));
            for (var i = 0; i < 100; i++) table.Add(Hash(i), Bytes(i), 100);
        }

        Assert.Equal(full, table.Bytes);
    }

    [Fact]
    public void A_piece_is_as_large_as_was_asked_and_sizes_have_classes_of_their_own()
    {
        var slab = new Slab();
        for (var size = 1; size < 5000; size++)
        {
            var capacity = Slab.CapacityFor(size);
            Assert.InRange(capacity, size, Math.Max(8, size + (size / 3) + 8));
            Assert.Equal(capacity, Slab.CapacityFor(capacity));
            var at = slab.Allocate(capacity);
            slab.Free(at, capacity);
            Assert.Equal(at, slab.Allocate(capacity));
        }
    }

    private static void Apply(SlabTable table, Dictionary<int, byte[]> model, int key, int length, ulong hash)
    {
        var entry = table.Find(hash, Bytes(key));
        if (length < 0)
        {
            if (entry >= 0) table.Remove(entry);
            model.Remove(key);
            return;
        }

        var value = new byte[length];
        Array.Fill(value, (byte)(key + length));
        if (entry < 0) entry = table.Add(hash, Bytes(key), length);
        else table.Resize(entry, length);
        value.CopyTo(table.Value(entry));
        model[key] = value;
    }

    /// <summary>New values by their lengths, or -1 for a removal, by key.</summary>
    private static Gen<(int Key, int Length)[]> Changes { get; } = Gen.Select(Gen.Int[0, 300], Gen.Int[-1, 90]).Array[0, 100];

    private static long Bytes(Dictionary<int, byte[]> model) => model.Values.Sum(static v => 4L + v.Length);

    private static byte[] Block(IEnumerable<(int Key, int Length)> entries, Dictionary<int, byte[]> model)
    {
        var table = new SlabTable(new Intervals());
        var block = new List<byte>();
        foreach (var (key, length) in entries)
        {
            Apply(table, model, key, length, Hash(key));
            if (length < 0)
            {
                block.AddRange([4, 0, 0, .. Bytes(key)]);
                continue;
            }

            var entry = table.Find(Hash(key), Bytes(key));
            var bytes = new byte[EntryFormat.Measure(table[entry], 4)];
            EntryFormat.Write(table, entry, 4, bytes);
            block.AddRange(bytes);
        }

        return [.. block];
    }

    private static ulong Hash(int key) => KeyedTables.Hash(Bytes(key));

    private static ulong FewHashes(int key) => (ulong)(key % 7) << 32;

    private static byte[] Bytes(int key)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, key);
        return bytes;
    }
}
