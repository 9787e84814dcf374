using CsCheck;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Checkpoints;

public sealed class StateBlobsTests
{
    private static readonly Gen<byte[][]> Blocks = Gen.Byte.Array[0, 40].Array[1, 60];

    [Fact]
    public void What_is_wanted_is_read_and_nothing_else() =>
        Gen.Select(Blocks, Gen.Int[1, 8], Gen.Int[0, 7]).Sample((blocks, owners, owner) =>
        {
            var state = new StateBlobs(new MemoryBlobStore());
            var index = new List<StateBlock>();
            foreach (var block in blocks) index.Add(new StateBlock("count", "n", index.Count, index.Sum(b => b.Length), block.Length, 0));
            var written = state.Write("job/blobs/1", blocks.SelectMany(b => b).ToArray(), index);
            var read = state.Read(written with { Blocks = [.. written.Blocks.Where(b => b.KeyGroup % owners == owner)] }).ToDictionary(b => b.Block.KeyGroup, b => b.Bytes.ToArray());
            var expected = Enumerable.Range(0, blocks.Length).Where(i => i % owners == owner).ToList();
            Assert.Equal(expected, read.Keys.Order());
            foreach (var keyGroup in expected) Assert.Equal(blocks[keyGroup], read[keyGroup]);
        });

    [Fact]
    public void A_damaged_blob_of_an_earlier_checkpoint_damages_all_that_go_on_from_it()
    {
        var blobs = new MemoryBlobStore();
        var store = new JobStore(blobs);
        var first = store.State.Write("job/blobs/1", new byte[] { 1, 2, 3 }, [new StateBlock("count", "n", 0, 0, 3, 0)]);
        var second = store.State.Write("job/blobs/2", new byte[] { 4 }, [new StateBlock("count", "n", 0, 0, 1, 0, IsFull: false)]);
        var checkpoint = store.WriteManifest(store.WithState(TestCheckpoints.Empty(2), ["count"], [first, second]));
        store.Verify(checkpoint);
        blobs.Put("job/blobs/1", new byte[] { 1, 2, 4 });
        store.ReadCheckpoint(checkpoint);
        Assert.Contains("state 'n' of 'count'", Assert.Throws<CorruptBlobException>(() => store.Verify(checkpoint)).Message, StringComparison.Ordinal);
    }
}
