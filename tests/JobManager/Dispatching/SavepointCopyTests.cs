using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager.Dispatching;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>Savepoints copied out of a cluster's storage and into another one's.</summary>
public sealed class SavepointCopyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-savepoints-").FullName;
    private readonly DispatcherFixture _cluster;

    public SavepointCopyTests() => _cluster = new DispatcherFixture(directory: Folder("one"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_savepoint_is_copied_to_a_folder_and_another_cluster_goes_on_from_it()
    {
        var id = _cluster.Submit();
        Assert.Null(_cluster.Rescale(id, 3).Single().Refusal);
        var path = _cluster.Savepoint(id, Folder("out")).Single().Value!;
        Assert.StartsWith(Folder("out"), path, StringComparison.Ordinal);
        var other = new DispatcherFixture(directory: Folder("two") + "/");
        var submitted = other.Submit(new JobRequest("artifact") { Restore = path }).Value!;
        Assert.Equal((id, $"Restoring job {id} from checkpoint 1001."), (submitted.Status.Id, submitted.Notices.Single()));
        Assert.Equal((JobState.Running, 3, 1001L), (other.Status(id).Result.State, other.Status(id).Result.Parallelism, other.Tasks.Last.Restored!.Manifest.Checkpoint));
        Assert.Equal((_cluster.Head(id).StartTime, _cluster.Head(id).Seed), (other.Head(id).StartTime, other.Head(id).Seed));
    }

    [Fact]
    public void A_stop_copies_its_savepoint_and_the_folder_of_it_can_be_named_too()
    {
        var id = _cluster.Submit();
        var (status, path) = _cluster.Stop(id, Folder("out")).Single().Value;
        Assert.Equal(JobState.Stopped, status.Result.State);
        Assert.StartsWith(Folder("one"), status.Result.Savepoint, StringComparison.Ordinal);
        var other = new DispatcherFixture(directory: Folder("two"));
        Assert.Equal(id, other.Submit(new JobRequest("artifact") { Restore = Path.GetDirectoryName(path)! }).Value!.Status.Id);
    }

    [Fact]
    public void A_path_in_the_clusters_own_storage_names_a_job_or_a_checkpoint_of_it()
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 1.2);
        var kept = _cluster.Head(id).Retained;
        Assert.Equal(2, kept.Count);
        _cluster.Cancel(id);
        var submitted = _cluster.Submit(new JobRequest("artifact") { Restore = Path.Combine(Folder("one"), kept[0].Manifest) }).Value!;
        Assert.Equal((id, 1L), (submitted.Status.Id, _cluster.Tasks.Last.Restored!.Manifest.Checkpoint));
        _cluster.Cancel(id);
        Assert.Equal(id, _cluster.Submit(new JobRequest("artifact") { Restore = Path.Combine(Folder("one"), id) }).Value!.Status.Id);
    }

    [Fact]
    public void What_lies_elsewhere_and_is_no_savepoint_is_refused()
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 0.6);
        var other = new DispatcherFixture(directory: Folder("two"));
        var refusal = other.Submit(new JobRequest("artifact") { Restore = Path.Combine(Folder("one"), id) }).Refusal!;
        Assert.Equal(RefusalKind.BadInput, refusal.Kind);
        Assert.Contains("from there only a savepoint can be restored", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("is not a job's folder", other.Submit(new JobRequest("artifact") { Restore = Folder("one") }).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_that_fails_says_where_the_savepoint_is()
    {
        var id = _cluster.Submit();
        File.WriteAllText(Folder("file"), "");
        var refusal = _cluster.Savepoint(id, Folder("file")).Single().Refusal!;
        Assert.StartsWith($"The savepoint is complete at {Folder("one")}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_has_the_blobs_of_the_savepoint_and_is_made_once()
    {
        var id = _cluster.Submit();
        _cluster.Savepoint(id);
        var (from, to) = (new DirectoryBlobStore(Folder("one")), new DirectoryBlobStore(Folder("out")));
        from.Put($"{id}/savepoints/000000000001/0-0-1-x", new byte[] { 1, 2, 3 });
        var name = SavepointCopies.CopyAsync(from, to, id, 1, CancellationToken.None).Now();
        Assert.Equal([1, 2, 3], to.Read($"{id}/savepoints/000000000001/0-0-1-x"));
        Assert.Equal(from.Read(name), to.Read(name));
        var written = File.GetLastWriteTimeUtc(to.Describe(name));
        from.Put(name, new byte[] { 0 });
        Assert.Equal(name, SavepointCopies.CopyAsync(from, to, id, 1, CancellationToken.None).Now());
        Assert.NotEqual([0], to.Read(name));
        Assert.Equal(written, File.GetLastWriteTimeUtc(to.Describe(name)));
        Assert.Contains("has no savepoint 2", Assert.Throws<CorruptBlobException>(() => SavepointCopies.CopyAsync(from, to, id, 2, CancellationToken.None).Now()).Message, StringComparison.Ordinal);
    }

    private string Folder(string name) => Path.Combine(_folder, name);
}
