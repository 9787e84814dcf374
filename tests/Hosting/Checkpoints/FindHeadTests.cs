using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Checkpoints;

/// <summary>What can be restored when heads are damaged.</summary>
public sealed class FindHeadTests : IDisposable
{
    private const string Job = "20260102T030405678Z-words-1a2b";

    private readonly string _root = Directory.CreateTempSubdirectory("millrace-test-").FullName;
    private readonly JobStore _store;
    private BlobVersion? _version;

    public FindHeadTests() => _store = new JobStore(new DirectoryBlobStore(_root));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Whatever_byte_of_the_newest_version_is_flipped_the_one_before_is_found_and_the_file_is_named()
    {
        var before = Swap(JobHead.Create(Job, "words", 8, seed: 7).BeginAttempt(3, 0).Complete(Checkpoint(1), 3));
        var newest = Swap(before.Complete(Checkpoint(2), 3));
        var file = Path.Combine(_root, Job, "head.v000000000002");
        var whole = File.ReadAllBytes(file);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x10;
            File.WriteAllBytes(file, damaged);
            var (head, version) = _store.FindHead(Job)!;
            Assert.Equal((1L, _version, 7), (head.Latest!.Checkpoint, version, head.Seed));
            Assert.Contains(file, Assert.Single(head.PassedOver), StringComparison.Ordinal);
            Assert.True(head.Attempt > newest.Attempt && head.LeaderEpoch == newest.LeaderEpoch && head.ReservedIds >= newest.ReservedIds + JobHead.IdBlock);
            Assert.Contains(file, Assert.Throws<CorruptBlobException>(() => _store.ReadHead(Job)).Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(file, whole);
        Assert.Empty(_store.FindHead(Job)!.Head.PassedOver);
        Assert.Equal(2, _store.FindNewest("words")!.Latest!.Checkpoint);
    }

    [Fact]
    public void Without_a_version_that_can_be_read_only_a_checkpoint_that_is_named_is_found()
    {
        var head = Swap(JobHead.Create(Job, "words", 8).BeginAttempt(3, 0));
        _store.State.Write(JobStore.StateName(Job, new CheckpointBarrier(1500, Base: 1), new SubtaskId(0, 1), 41, "nonce") + "-0", new byte[] { 1 }, []);
        Swap(head.Reserve().Complete(Checkpoint(7), 3));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_root, Job), "head.v*")) File.WriteAllText(file, "damaged");
        var problem = Assert.Throws<CorruptBlobException>(() => _store.FindHead(Job)).Message;
        Assert.Contains("head.v000000000001", problem, StringComparison.Ordinal);
        Assert.Contains("head.v000000000002", problem, StringComparison.Ordinal);
        Assert.Throws<CorruptBlobException>(() => _store.FindHead(Job, 6));
        Assert.Throws<CorruptBlobException>(() => _store.FindNewest("words"));
        Assert.Null(_store.FindNewest("others"));

        var (rebuilt, version) = _store.FindHead(Job, 7)!;
        Assert.Equal((Job, "words", 8, 7L, _version, 2), (rebuilt.JobId, rebuilt.JobName, rebuilt.MaxParallelism, rebuilt.Latest!.Checkpoint, version, rebuilt.PassedOver.Count));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), rebuilt.StartTime);
        Assert.True(rebuilt is { Attempt: > 41, LeaderEpoch: 3, ReservedIds: > 1500 });
        Assert.Equal(7, _store.ReadNewestWhole(rebuilt).Checkpoint!.Manifest.Checkpoint);
        Assert.True(_store.TrySwapHead(rebuilt, version));
        Assert.Equal(7, _store.ReadHead(Job)!.Head.Latest!.Checkpoint);
    }

    [Fact]
    public void A_checkpoint_is_found_without_any_head()
    {
        _store.WriteManifest(TestCheckpoints.Empty(7, Job, "words"), 3);
        Assert.Null(_store.FindHead(Job));
        Assert.Equal((7L, (BlobVersion?)null), (_store.FindHead(Job, 7)!.Head.Latest!.Checkpoint, _store.FindHead(Job, 7)!.Version));
    }

    private RetainedCheckpoint Checkpoint(long id) => new(id, _store.WriteManifest(TestCheckpoints.Empty(id, Job, "words"), 3));

    private JobHead Swap(JobHead head)
    {
        _version = _store.TrySwapHeadAsync(head, _version, CancellationToken.None).Now()!.Version;
        return head;
    }
}
