using CsCheck;
using Millrace.Hosting.Checkpoints;
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
            var written = state.Write("job/blobs/1", blocks.Select((b, i) => ("count", "n", i, b)));
            var read = written.SelectMany(blob => state.Read(blob, b => b.KeyGroup % owners == owner)).ToDictionary(b => b.Block.KeyGroup, b => b.Bytes.ToArray());
            var expected = Enumerable.Range(0, blocks.Length).Where(i => i % owners == owner).ToList();
            Assert.Equal(expected, read.Keys.Order());
            foreach (var keyGroup in expected) Assert.Equal(blocks[keyGroup], read[keyGroup]);
        });

    [Fact]
    public void Large_state_goes_into_several_blobs()
    {
        var state = new StateBlobs(new MemoryBlobStore());
        var block = new byte[40 << 20];
        var written = state.Write("job/blobs/1", [("a", "n", 0, block), ("a", "n", 1, block), ("a", "n", 2, [7])]);
        Assert.Equal([(1, "job/blobs/1-0"), (2, "job/blobs/1-1")], written.Select(b => (b.Blocks.Count, b.Name)));
        Assert.Equal([7], state.Read(written[1], b => b.KeyGroup == 2).Single().Bytes.ToArray());
    }

    [Fact]
    public void A_subtask_without_state_writes_nothing() => Assert.Empty(new StateBlobs(new MemoryBlobStore()).Write("job/blobs/1", []));
}
