using System.Buffers.Binary;
using CsCheck;
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
            foreach (var (key, length) in program) Apply(table, model, key, length);
            Assert.Equal(model.Count, table.Count);
            for (var key = 0; key <= 40; key++)
            {
                var entry = table.Find(Hash(key), Bytes(key));
                Assert.Equal(model.ContainsKey(key), entry >= 0);
                if (entry >= 0) Assert.Equal(model[key], table.Value(entry).ToArray());
            }
        });

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

    private static void Apply(SlabTable table, Dictionary<int, byte[]> model, int key, int length)
    {
        var entry = table.Find(Hash(key), Bytes(key));
        if (length < 0)
        {
            if (entry >= 0) table.Remove(entry);
            model.Remove(key);
            return;
        }

        var value = new byte[length];
        Array.Fill(value, (byte)(key + length));
        if (entry < 0) entry = table.Add(Hash(key), Bytes(key), length);
        else table.Resize(entry, length);
        value.CopyTo(table.Value(entry));
        model[key] = value;
    }

    private static ulong Hash(int key) => (ulong)(key % 7) << 32;

    private static byte[] Bytes(int key)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, key);
        return bytes;
    }
}
