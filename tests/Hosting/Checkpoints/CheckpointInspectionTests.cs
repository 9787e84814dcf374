using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Checkpoints;

public sealed class CheckpointInspectionTests
{
    private readonly MemoryBlobStore _blobs = new();
    private readonly string _manifest;

    public CheckpointInspectionTests()
    {
        var store = new JobStore(_blobs);
        StateBlob first = store.State.Write("job/blobs/1", new byte[] { 1, 2, 3, 4, 5 }, [Block("n", 0, 0, 3), Block("n", 1, 3, 2)]);
        StateBlob second = store.State.Write("job/blobs/2", new byte[] { 6, 7, 8 }, [Block("n", 5, 0, 2), Block("_timers/event", 5, 2, 1)]);
        var counts = new JobOperator(new OperatorId("count"), "process", "count", OperatorRole.Stateful, true, true, [new StateDescriptor("n", "value", "string", "int64"), new StateDescriptor("m", "map", "string", "int64")]);
        _manifest = store.WriteManifest(store.WithState(TestCheckpoints.Empty(7), ["count"], [first], [second]), operators: [counts]);
    }

    [Fact]
    public async Task It_says_what_is_there()
    {
        var found = await InspectAsync();
        Assert.Empty(found.Damage);
        Assert.Equal(7, found.Manifest.Checkpoint);
        Assert.Equal(
            [("_timers/event", 1, 1, 1L), ("n", 3, 3, 7L)],
            found.States.Select(static s => (s.State, s.KeyGroups.Count, s.Blocks, s.Bytes)));
        Assert.Equal(["n", "m"], Assert.Single(found.Operators).States.Select(static s => s.Name));
    }

    [Fact]
    public async Task Every_damaged_block_is_named_with_its_blob_and_key_group()
    {
        _blobs.Put("job/blobs/1", new byte[] { 1, 2, 3, 4, 6 });
        _blobs.Put("job/blobs/2", new byte[] { 0, 7, 8 });
        var damage = (await InspectAsync()).Damage;
        Assert.Equal(2, damage.Count);
        Assert.Contains("job/blobs/1 is damaged: the block at 3", damage[0], StringComparison.Ordinal);
        Assert.EndsWith("It is of key group 1.", damage[0], StringComparison.Ordinal);
        Assert.EndsWith("It is of key group 5.", damage[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("job/blobs/1", "is missing: 2 blocks")]
    [InlineData("job/blobs/000000000007-0-1-1-n-index", "is missing")]
    [InlineData("job/blobs/000000000007-1-operators", "is missing")]
    public async Task What_is_missing_is_named_and_the_rest_is_verified(string blob, string expected)
    {
        _blobs.Delete(blob);
        var damage = Assert.Single((await InspectAsync()).Damage);
        Assert.Contains(blob, damage, StringComparison.Ordinal);
        Assert.Contains(expected, damage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_manifest_nothing_is_known()
    {
        _blobs.Delete(_manifest);
        await Assert.ThrowsAsync<CorruptBlobException>(InspectAsync);
    }

    private Task<InspectedCheckpoint> InspectAsync() => new CheckpointInspection(_blobs).InspectAsync(_manifest, TestContext.Current.CancellationToken);

    private static StateBlock Block(string state, int keyGroup, long offset, int length) => new("count", state, keyGroup, offset, length, 0);
}
