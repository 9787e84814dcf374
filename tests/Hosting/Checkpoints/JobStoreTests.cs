using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Checkpoints;

public sealed class JobStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("millrace-test-").FullName;
    private readonly JobStore _store;

    public JobStoreTests() => _store = new JobStore(new DirectoryBlobStore(_root));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Every_flipped_bit_and_every_truncation_of_a_checkpoint_is_seen()
    {
        var name = _store.WriteManifest(Checkpoint(1));
        var manifest = _store.ReadManifest(name);
        foreach (var (file, read) in new (string, Action)[]
        {
            (_store.ReadState(manifest)[0].Name, () => _store.Verify(name)),
            (JobStore.IndexOf(manifest).First(), () => _store.ReadCheckpoint(name)),
            (manifest.Operators, () => _store.ReadCheckpoint(name)),
            (name, () => _store.ReadManifest(name)),
        })
        {
            var path = Path.Combine(_root, file);
            var whole = File.ReadAllBytes(path);
            read();
            for (var at = 0; at < whole.Length; at++)
            {
                var damaged = whole.ToArray();
                damaged[at] ^= 0x10;
                File.WriteAllBytes(path, damaged);
                Assert.Contains(path, Assert.Throws<CorruptBlobException>(read).Message, StringComparison.Ordinal);
                File.WriteAllBytes(path, whole[..at]);
                Assert.Contains(path, Assert.Throws<CorruptBlobException>(read).Message, StringComparison.Ordinal);
            }

            File.WriteAllBytes(path, whole);
        }
    }

    [Fact]
    public void The_newest_whole_checkpoint_is_found_behind_a_damaged_one()
    {
        var head = JobHead.Create("job", "name", 8).BeginAttempt(1, 0);
        foreach (var id in new long[] { 1, 2, 3 }) head = head.Complete(new RetainedCheckpoint(id, _store.WriteManifest(Checkpoint(id))), retain: 3);
        File.Delete(Path.Combine(_root, "job/blobs/000000000003-0-0-1-n-0"));
        var (found, damage) = _store.ReadNewestWhole(head);
        Assert.Equal(2, found!.Manifest.Checkpoint);
        Assert.Contains("000000000003-0-0-1-n-0 is missing", Assert.Single(damage), StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(_root, "job/blobs/000000000002-0-0-1-n-0"), "more");
        (found, damage) = _store.ReadNewestWhole(head);
        Assert.Equal(1, found!.Manifest.Checkpoint);
        Assert.Contains("has 9 bytes; expected 5", damage[1], StringComparison.Ordinal);
        var all = Assert.Throws<CorruptBlobException>(() => _store.ReadNewestWhole(head, new Dictionary<long, string> { [1] = "a task has found damage" })).Message;
        Assert.Contains("Checkpoint 1: a task has found damage", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_share_a_description_of_their_operators()
    {
        var first = _store.ReadManifest(_store.WriteManifest(Checkpoint(1), 7));
        Assert.Equal("job/blobs/000000000001-7-operators", first.Operators);
        var second = _store.WriteManifest(Checkpoint(2) with { Operators = first.Operators }, 7);
        Assert.Equal(first.Operators, _store.ReadManifest(second).Operators);
        Assert.Equal(first.Operators, Assert.Single(new DirectoryBlobStore(_root).List("job/blobs/"), static n => n.EndsWith("operators", StringComparison.Ordinal)));
    }

    [Fact]
    public void Scavenging_deletes_what_no_retained_checkpoint_reaches_and_nothing_newer()
    {
        var head = JobHead.Create("job", "name", 8).BeginAttempt(1, 0);
        foreach (var id in new long[] { 1, 2, 3 }) head = head.Complete(new RetainedCheckpoint(id, _store.WriteManifest(Checkpoint(id))), retain: 2);
        Checkpoint(4);
        _store.Scavenge(head);
        Assert.Equal(
            ((string[])["000000000002-0-0-1-n-0", "000000000002-0-0-1-n-index", "000000000002-1-operators", "000000000003-0-0-1-n-0", "000000000003-0-0-1-n-index", "000000000003-1-operators", "000000000004-0-0-1-n-0", "000000000004-0-0-1-n-index"]),
            Directory.EnumerateFiles(Path.Combine(_root, "job/blobs")).Select(Path.GetFileName).Order());
        _store.ReadNewestWhole(head);
    }

    [Fact]
    public async Task Scavenging_deletes_the_plans_of_attempts_that_never_began_and_no_later_one()
    {
        var planned = new PlannedJob(new JobSubmission("job", "name", "", new JobArguments(), 1, 8), new JobGraph(8, [], []));
        var names = new List<string>();
        foreach (var (attempt, leader) in ((int, long)[])[(1, 1), (2, 1), (2, 2), (3, 2)]) names.Add(await _store.WritePlanAsync("job", attempt, leader, planned, TestContext.Current.CancellationToken));
        var head = JobHead.Create("job", "name", 8).BeginAttempt(1, 0).BeginAttempt(2, 0) with { Plan = names[2] };
        _store.Scavenge(head);
        Assert.Equal(["2-2", "3-2"], Directory.EnumerateFiles(Path.Combine(_root, "job/plans")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_head_is_changed_by_compare_and_swap_and_found_by_name()
    {
        var head = JobHead.Create("20260101-a", "words", 8);
        Assert.True(_store.TrySwapHead(head));
        Assert.False(_store.TrySwapHead(head.BeginAttempt(7, 0)));
        Assert.True(_store.TrySwapHead(head.BeginAttempt(1, 0), _store.ReadHead("20260101-a")!.Version));
        Assert.True(_store.TrySwapHead(JobHead.Create("20260102-b", "words", 8)));
        Assert.True(_store.TrySwapHead(JobHead.Create("20260103-c", "other", 8)));
        Assert.Equal("20260102-b", _store.FindNewest("words")!.JobId);
        Assert.Equal(1, _store.ReadHead("20260101-a")!.Head.Attempt);
    }

    [Fact]
    public void A_job_is_found_by_name_whatever_the_store()
    {
        var store = new JobStore(new MemoryBlobStore());
        Assert.True(store.TrySwapHead(JobHead.Create("20260101-a", "words", 8)));
        Assert.Equal("20260101-a", store.FindNewest("words")?.JobId);
    }

    private CheckpointManifest Checkpoint(long id)
    {
        var blob = _store.State.Write($"job/blobs/{id:D12}-0-0-1-n-0", new byte[] { 1, 2, 3, 4, 5 }, [new StateBlock("count", "n", 3, 0, 3, 0), new StateBlock("count", "n", 5, 3, 2, 0)]);
        return _store.WithState(TestCheckpoints.Empty(id), ["count"], [blob]);
    }
}
