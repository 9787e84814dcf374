using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Checkpoints;

/// <summary>Files in the storage whose names are not the engine's.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private static readonly string[] s_foreign =
        [".nfs000000000123", "core", "x-y", "-", "12-", "000000000001-x", "000000000001-0-0-x-n-0", "000000000001-0-0-2-ab-0.bak", "000000000001-0-0-2-ab", "000000000001-0-0-2-ab-0-1", "99999999999999999999-1", "head.v", "head.v1", "head.vabc", "head.v000000000009~", "head.v000000000009.bak", "manifest-1"];

    private readonly string _root = Directory.CreateTempSubdirectory("millrace-test-").FullName;
    private readonly JobStore _store;

    public ForeignFileTests() => _store = new JobStore(new DirectoryBlobStore(_root));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void They_are_left_alone_and_counted_and_nothing_fails()
    {
        var head = JobHead.Create("job", "name", 8).BeginAttempt(1, 0);
        Assert.True(_store.TrySwapHead(head));
        foreach (var id in new long[] { 1, 2 }) head = head.Complete(new RetainedCheckpoint(id, _store.WriteManifest(TestCheckpoints.Empty(id))), retain: 1);
        var savepoint = _store.WriteManifest(TestCheckpoints.Empty(3, isSavepoint: true));
        string[] folders = ["", "job", "job/blobs", "job/manifests", "job/savepoints", "job/savepoints/abc", "job/savepoints/000000000003", "artifacts"];
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
            foreach (var name in s_foreign) File.WriteAllText(Path.Combine(_root, folder, name), "foreign");
        }

        // As a user's copy has, in a folder beside.
        string[] copies = ["job/blobs/backup/000000000001-0-0-1-ab-0", "job/manifests/backup/000000000001-1"];
        foreach (var copy in copies)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, copy))!);
            File.WriteAllText(Path.Combine(_root, copy), "copy");
        }

        Assert.True(_store.TrySwapHead(head, _store.ReadHead("job")!.Version));
        Assert.Equal(head.Latest, _store.ReadHead("job")!.Head.Latest);
        Assert.Equal((2 * s_foreign.Length) + copies.Length, _store.Scavenge(head));
        Assert.All(copies, copy => Assert.True(File.Exists(Path.Combine(_root, copy))));
        // One of the foreign names is that of a manifest.
        Assert.Equal(savepoint, Assert.Single(_store.FindSavepoints("job")).Manifest);
        Assert.Equal(2, _store.FindNewest("name")!.Latest!.Checkpoint);
        _store.SweepUnfinishedAsync("", CancellationToken.None).Now();
        Assert.All(folders.Except(["job/savepoints/000000000003"]), folder => Assert.All(s_foreign, name => Assert.True(File.Exists(Path.Combine(_root, folder, name)))));
        Assert.Equal(["000000000002-1"], Directory.GetFiles(Path.Combine(_root, "job/manifests")).Select(Path.GetFileName).Except(s_foreign).Order());
    }

    [Fact]
    public void No_name_is_too_strange_to_be_read() => Gen.String.Sample(static text =>
    {
        CheckpointName.Parse(text);
        CheckpointName.Parse($"job/blobs/{text}");
        CheckpointName.Parse($"000000000001-{text}");
    });

    [Fact]
    public void What_dead_writers_left_is_deleted_when_it_is_old_and_not_before()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var store = new JobStore(new DirectoryBlobStore(_root, time));
        string[] left = [".tmp-7-1-000000000001-0", "job/blobs/.tmp-7-2-x", "other/.tmp-7-3-head"];
        foreach (var name in left)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, name))!);
            File.WriteAllText(Path.Combine(_root, name), "half");
        }

        time.Advance(TimeSpan.FromMinutes(30));
        store.SweepUnfinishedAsync("", CancellationToken.None).Now();
        Assert.All(left, name => Assert.True(File.Exists(Path.Combine(_root, name))));
        time.Advance(TimeSpan.FromMinutes(31));
        store.SweepUnfinishedAsync("job", CancellationToken.None).Now();
        Assert.Equal([true, false, true], left.Select(name => File.Exists(Path.Combine(_root, name))));
        store.SweepUnfinishedAsync("", CancellationToken.None).Now();
        store.SweepUnfinishedAsync("nothing", CancellationToken.None).Now();
        Assert.All(left, name => Assert.False(File.Exists(Path.Combine(_root, name))));
    }
}
