using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Restoring;
using Millrace.JobManager.Restoring;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Restoring;

/// <summary>What can be restored when a head is damaged.</summary>
public sealed class DamagedHeadTests : IDisposable
{
    private const string Job = "20260101-a";

    private readonly string _root = Directory.CreateTempSubdirectory("millrace-test-").FullName;
    private readonly JobStore _store;

    public DamagedHeadTests()
    {
        _store = new JobStore(new DirectoryBlobStore(_root));
        var head = JobHead.Create(Job, "job", 8).BeginAttempt(1, 0);
        BlobVersion? version = null;
        for (var id = 1; id <= 3; id++)
        {
            head = head.Complete(new RetainedCheckpoint(id, _store.WriteManifest(TestCheckpoints.Empty(id, Job, "job"))), 2);
            version = _store.TrySwapHeadAsync(head, version, CancellationToken.None).Now()!.Version;
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData(Job)]
    public void Latest_is_that_of_the_version_before_where_the_sinks_can_take_back(string? id)
    {
        Damage(3);
        var found = RestoredJob.FindAsync(new RestorePoint(StorageUri.OfFolder(_root), id, null), null, "job", _store, CancellationToken.None).Now()!;
        Assert.Equal(2, found.Head.Latest!.Checkpoint);
        var said = found.ValidateAsync(Graph(canRetract: true), false, _store, CancellationToken.None).Now();
        Assert.StartsWith($"Restoring job {Job} from checkpoint 2.", said, StringComparison.Ordinal);
        Assert.Contains("head.v000000000003 is", said, StringComparison.Ordinal);
        var refused = Assert.Throws<InvalidJobException>(() => found.ValidateAsync(Graph(canRetract: false), false, _store, CancellationToken.None).Now()).Message;
        Assert.Contains("head.v000000000003 is", refused, StringComparison.Ordinal);
        Assert.Contains("cannot retract", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_manifest_that_is_named_needs_no_head(bool areAllDamaged)
    {
        if (areAllDamaged) Damage(1, 2, 3);
        else Damage(3);
        var found = RestoredJob.FindAsync(new RestorePoint(StorageUri.OfFolder(_root), Job, 3), null, "job", _store, CancellationToken.None).Now()!;
        Assert.Equal((3L, 3L), (found.Point!.Checkpoint, found.Head.Latest!.Checkpoint));
        Assert.Contains("from checkpoint 3.", found.ValidateAsync(Graph(canRetract: false), false, _store, CancellationToken.None).Now(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_version_can_be_read_all_are_named()
    {
        Damage(1, 2, 3);
        var refused = Assert.Throws<InvalidJobException>(() => RestoredJob.FindAsync(new RestorePoint(StorageUri.OfFolder(_root), Job, null), null, "job", _store, CancellationToken.None).Now()).Message;
        Assert.All([1, 2, 3], version => Assert.Contains($"head.v00000000000{version}", refused, StringComparison.Ordinal));
    }

    [Fact]
    public void A_leader_goes_on_from_what_it_wrote_last()
    {
        var job = new JobFixture(canRetract: false).Start();
        job.Pass(seconds: 0.6);
        var before = job.Result.LatestCheckpoint;
        job.Faults.DamagesNewest = true;
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 1);
        job.Faults.DamagesNewest = false;
        Assert.Equal(JobState.Running, job.Result.State);
        Assert.True(job.First.Last.Restored!.Manifest.Checkpoint >= before);
    }

    [Fact]
    public void A_sweep_that_fails_fails_nothing_and_a_foreign_file_neither()
    {
        var job = new JobFixture().Start();
        job.Blobs.Put($"{JobFixture.JobId}/blobs/.nfs0001", new byte[] { 1 });
        job.Pass(seconds: 3);
        job.Faults.ListFailure = new UnauthorizedAccessException("not for you");
        job.Pass(seconds: 3);
        Assert.Equal((JobState.Running, 0, 1), (job.Result.State, job.Result.Restarts, job.Result.Attempt));
        Assert.True(job.Result.LatestCheckpoint > 5);
    }

    private static JobGraph Graph(bool canRetract) =>
        PlayedPlanner.Graph(new JobSubmission(Job, "job", "artifact", new JobArguments(), 2, 8), RestartPolicy.Default, canRetract);

    private void Damage(params int[] versions)
    {
        foreach (var version in versions)
        {
            var file = Path.Combine(_root, Job, $"head.v{version:D12}");
            var bytes = File.ReadAllBytes(file);
            bytes[^1] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
    }
}
