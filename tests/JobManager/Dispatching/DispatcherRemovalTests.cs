using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Artifacts;
using Millrace.JobManager.Dispatching;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>Removal of ended jobs, artifacts and savepoints, and other requests to a job: checkpoints, settings.</summary>
public sealed class DispatcherRemovalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-removal-").FullName;
    private readonly DispatcherFixture _cluster = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_a_job_that_has_ended_is_removed_and_nothing_of_it_is_left()
    {
        var (id, other) = (_cluster.Submit("words"), _cluster.Submit("others"));
        _cluster.Pass(seconds: 1);
        Assert.Equal(RefusalKind.Refused, Remove(id).Refusal!.Kind);
        _cluster.Cancel(id);
        Assert.Equal((id, 0), (Remove(id).Value.Id, Remove(other).Value.Savepoints?.Count ?? 0));
        Assert.DoesNotContain(_cluster.Blobs, b => b.StartsWith(id, StringComparison.Ordinal));
        Assert.Null(_cluster.Store.ReadHead(id));
        Assert.Equal(RefusalKind.NotFound, Remove(id).Refusal!.Kind);
        Assert.Equal([other], Listed(_cluster.Restart()));
    }

    [Fact]
    public void A_job_that_another_job_manager_has_restored_meanwhile_is_not_removed()
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 1);
        _cluster.Cancel(id);
        var next = _cluster.Restart();
        Assert.Null(next.Submit(new JobRequest("artifact") { Restore = id }).Refusal);
        Assert.Equal(RefusalKind.Unavailable, Remove(id).Refusal!.Kind);
        next.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 2L), (next.Status(id).Result.State, next.Head(id).LeaderEpoch));
        Assert.NotEmpty(next.Head(id).Retained);
    }

    [Fact]
    public void Savepoints_of_a_removed_job_stay_and_can_be_restored_unless_they_go_too()
    {
        var cluster = new DispatcherFixture(directory: _folder);
        var id = cluster.Submit();
        var savepoint = cluster.Savepoint(id).Single().Value!;
        cluster.Pass(seconds: 1);
        cluster.Cancel(id);
        Assert.Equal([savepoint], Remove(id, cluster).Value.Savepoints);
        Assert.Empty(cluster.Head(id).Retained);
        Assert.Equal(id, cluster.Submit(new JobRequest("artifact") { Restore = savepoint }).Value!.Status.Id);
        cluster.Cancel(id);
        Assert.Empty(Remove(id, cluster, savepoints: true).Value.Savepoints);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, id), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_ended_long_ago_is_removed_with_the_artifacts_that_no_job_uses()
    {
        var store = new ArtifactStore(_cluster.Faults);
        var (used, unused, recent) = (Stored(1), Stored(2), Stored(3));
        var running = _cluster.Submit(new JobRequest(used) { Name = "runs" }).Value!.Status.Id;
        var old = _cluster.Submit("old");
        _cluster.Cancel(old);
        _cluster.Pass(seconds: 10);
        var young = _cluster.Submit("young");
        _cluster.Cancel(young);
        _cluster.Dispatcher.RecentArtifacts.Add(recent);
        var (jobs, artifacts, failures) = _cluster.Ask<CleanedUp>((d, answer) => d.CleanUp(TimeSpan.FromSeconds(10), answer)).Single().Value!;
        Assert.Equal([old], jobs);
        Assert.Empty(failures);
        Assert.Equal([unused], artifacts);
        Assert.Equal([young, running], Listed(_cluster));
        Assert.Equal(new[] { used, recent }.Order(), store.List().Order());

        string Stored(byte content)
        {
            var hash = ArtifactHash.Of([content]);
            _cluster.Faults.Put($"artifacts/{hash}", new[] { content });
            return hash;
        }
    }

    [Fact]
    public void One_that_cannot_be_removed_keeps_no_other_from_it()
    {
        var old = Enumerable.Range(0, 7).Select(i => Cancelled($"old-{i}")).ToList();
        _cluster.Faults.FailsDelete = name => name.StartsWith(old[1], StringComparison.Ordinal) || name.StartsWith(old[3], StringComparison.Ordinal);
        var cleaned = _cluster.Ask<CleanedUp>((d, answer) => d.CleanUp(TimeSpan.Zero, answer)).Single().Value!;
        Assert.Equal([old[0], old[2], old[4], old[5], old[6]], cleaned.Jobs.Order(StringComparer.Ordinal));
        Assert.Equal(2, cleaned.Failures.Count);
        Assert.All(cleaned.Failures, f => Assert.Matches($"^Job ({old[1]}|{old[3]}) was not removed: ", f));
    }

    [Fact]
    public void A_clean_up_of_a_storage_that_deletes_nothing_ends_after_three_failures()
    {
        foreach (var i in Enumerable.Range(0, 10)) Cancelled($"old-{i}");
        _cluster.Faults.FailsDelete = static _ => true;
        var cleaned = _cluster.Ask<CleanedUp>((d, answer) => d.CleanUp(TimeSpan.Zero, answer)).Single().Value!;
        Assert.Empty(cleaned.Jobs);
        Assert.Equal(4, cleaned.Failures.Count);
        Assert.StartsWith("7 further jobs were not tried", cleaned.Failures[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_restored_while_the_clean_up_removes_others_stays()
    {
        var old = Enumerable.Range(0, 10).Select(i => Cancelled($"old-{i}")).ToList();
        _cluster.Pass(seconds: 10);
        var submitted = new List<Answer<SubmittedJob>>();
        var isAsked = false;
        _cluster.Faults.FailsDelete = _ =>
        {
            if (!isAsked) _cluster.Dispatcher.Submit(new JobRequest("artifact") { Restore = old[^1] }, submitted.Add);
            isAsked = true;
            return false;
        };
        var (jobs, _, _) = _cluster.Ask<CleanedUp>((d, answer) => d.CleanUp(TimeSpan.FromSeconds(10), answer)).Single().Value!;
        Assert.Equal(old[^1], submitted.Single().Value!.Status.Id);
        Assert.Equal(old[..^1], jobs);
        _cluster.Pass(seconds: 1);
        Assert.Equal(JobState.Running, _cluster.Status(old[^1]).Result.State);
        Assert.NotNull(_cluster.Store.ReadHead(old[^1]));
    }

    [Fact]
    public void A_job_that_is_being_restored_is_not_removed_and_can_be_afterwards()
    {
        var id = Cancelled();
        var removed = new List<Answer<(string, IReadOnlyList<string>)>>();
        _cluster.Faults.FailsSwap = _ =>
        {
            _cluster.Dispatcher.Remove(id, savepoints: false, removed.Add);
            return false;
        };
        Assert.Null(_cluster.Submit(new JobRequest("artifact") { Restore = id }).Refusal);
        _cluster.Faults.FailsSwap = static _ => false;
        Assert.All(removed, static answer => Assert.Equal(RefusalKind.Refused, answer.Refusal!.Kind));
        Assert.NotEmpty(removed);
        _cluster.Cancel(id);
        Assert.Equal(id, Remove(id).Value.Id);
    }

    [Fact]
    public void A_restore_that_a_removal_precedes_is_refused_and_leaves_nothing()
    {
        var id = _cluster.Submit("words");
        _cluster.Cancel(id);
        _cluster.Planner.Holds = true;
        var submitted = _cluster.Ask<SubmittedJob>((d, answer) => d.Submit(new JobRequest("artifact") { Name = "words", Restore = "latest" }, answer));
        Assert.Null(Remove(id).Refusal);
        _cluster.Planner.Release();
        _cluster.Host.Settle();
        var refusal = submitted.Single().Refusal!;
        Assert.Equal((RefusalKind.BadInput, $"Job {id} was removed in the meantime."), (refusal.Kind, refusal.Message));
        Assert.DoesNotContain(_cluster.Blobs, b => b.StartsWith(id, StringComparison.Ordinal));
    }

    /// <summary>A job that a half-finished removal leaves must not start anew: its sinks would retract what it has published.</summary>
    [Fact]
    public void A_removal_that_is_interrupted_anywhere_leaves_a_job_that_does_not_run_and_can_be_removed()
    {
        for (var deleted = 0; ; deleted++)
        {
            var cluster = new DispatcherFixture();
            var id = cluster.Submit();
            cluster.Savepoint(id);
            cluster.Stop(id);
            Assert.Equal(JobState.Stopped, cluster.Status(id).Result.State);
            var left = deleted;
            cluster.Faults.FailsDelete = _ => left-- == 0;
            if (Remove(id, cluster).Refusal is null) break;
            var next = cluster.Restart();
            next.Pass(seconds: 1);
            Assert.All(Listed(next), job => Assert.True(next.Status(job).HasEnded, $"After {deleted} deletions it is {next.Status(job).Result.State}."));
            if (Listed(next).Any()) Assert.Null(Remove(id, next).Refusal);
            Assert.DoesNotContain(next.Blobs, b => b.StartsWith(id, StringComparison.Ordinal) && !b.Contains("savepoints", StringComparison.Ordinal) && b != $"{id}/head");
            Assert.InRange(deleted, 0, 100);
        }
    }

    [Fact]
    public void With_a_retention_ended_jobs_go_by_themselves()
    {
        var cluster = new DispatcherFixture(retention: TimeSpan.FromMinutes(1));
        var id = cluster.Submit();
        cluster.Cancel(id);
        cluster.Pass(seconds: 50);
        Assert.Equal([id], Listed(cluster));
        cluster.Pass(seconds: 30);
        Assert.Empty(Listed(cluster));
    }

    [Fact]
    public void A_savepoint_is_deleted_unless_a_checkpoint_goes_on_from_it()
    {
        var cluster = new DispatcherFixture(directory: _folder);
        var id = cluster.Submit();
        var savepoint = cluster.Savepoint(id).Single().Value!;
        Assert.NotNull(Dispose(Path.GetDirectoryName(savepoint)!).Value);
        Assert.False(File.Exists(savepoint));
        Assert.Equal(RefusalKind.BadInput, Dispose(savepoint).Refusal!.Kind);

        var stopped = cluster.Stop(id).Single().Value.Savepoint;
        Assert.Contains("needs this savepoint", Dispose(Path.Combine(_folder, stopped)).Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("is not a savepoint", Dispose(_folder).Refusal!.Message, StringComparison.Ordinal);

        Answer<string> Dispose(string path) => cluster.Ask<string>((d, answer) => d.DisposeSavepoint(path, answer)).Single();
    }

    [Fact]
    public void A_checkpoint_that_is_asked_for_is_taken_at_once_and_one_that_fails_says_why()
    {
        var id = _cluster.Submit(new JobRequest("artifact") { CheckpointInterval = TimeSpan.FromHours(1) }).Value!.Status.Id;
        var taken = Checkpoint(id).Single().Value!;
        Assert.Equal((1, null, _cluster.Head(id).Latest!.Manifest), (taken.Checkpoint, taken.Failure, taken.Path));
        _cluster.Faults.FailsPut = static _ => true;
        Assert.Contains("Checkpoint 2 failed: ", Checkpoint(id).Single().Refusal!.Message, StringComparison.Ordinal);
        _cluster.Faults.FailsPut = static _ => false;
        _cluster.Cancel(id);
        Assert.Equal(RefusalKind.Refused, Checkpoint(id).Single().Refusal!.Kind);
    }

    [Fact]
    public void A_checkpoint_that_is_asked_for_during_a_restart_is_taken_as_soon_as_the_job_runs()
    {
        var id = _cluster.Submit(new JobRequest("artifact") { CheckpointInterval = TimeSpan.FromHours(1) }).Value!.Status.Id;
        _cluster.Dispatcher.JobManager.Failed(_cluster.Head(id).Execution, default, new JobFailure(FailureDomain.External, "map", "lost", ""));
        _cluster.Host.Settle();
        Assert.Equal(JobState.Restarting, _cluster.Status(id).Result.State);
        var answers = Checkpoint(id);
        Assert.Empty(answers);
        _cluster.Pass(seconds: 10);
        Assert.Null(answers.Single().Refusal);
    }

    [Fact]
    public void Settings_are_judged_at_the_submission_and_kept_over_a_restart()
    {
        foreach (var (key, value) in (List<(string, string)>)[("checkpoint.tmieout", "5m"), ("checkpoint.timeout", "soon"), ("checkpoint.retained", "0")])
            Assert.Equal(RefusalKind.BadInput, _cluster.Submit(new JobRequest("artifact") { Settings = new Dictionary<string, string> { [key] = value } }).Refusal!.Kind);
        var settings = new Dictionary<string, string> { ["checkpoint.retained"] = "1", ["checkpoint.interval"] = "100ms" };
        var id = _cluster.Submit(new JobRequest("artifact") { Settings = settings }).Value!.Status.Id;
        _cluster.Pass(seconds: 1);
        Assert.Single(_cluster.Head(id).Retained);
        Assert.Equal(settings, _cluster.Records.Read(id).Settings);
        var next = _cluster.Restart();
        next.Pass(seconds: 2);
        Assert.Single(next.Head(id).Retained);
    }

    [Fact]
    public void A_setting_that_is_no_longer_known_is_told_of_and_the_others_apply()
    {
        var settings = new Dictionary<string, string> { ["checkpoint.retained"] = "1", ["checkpoint.interval"] = "100ms" };
        var id = _cluster.Submit(new JobRequest("artifact") { Settings = settings }).Value!.Status.Id;
        _cluster.GiveSettings(id, new Dictionary<string, string>(settings) { ["checkpoint.forgotten"] = "1" });
        var next = _cluster.Restart();
        next.Pass(seconds: 2);
        Assert.Single(next.Head(id).Retained);
        Assert.Contains("'checkpoint.forgotten' is not a job setting", Assert.Single(next.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_must_wait_for_slots_says_so_at_once()
    {
        Assert.Empty(_cluster.Submit(new JobRequest("artifact") { Parallelism = 4 }).Value!.Notices);
        Assert.Contains("needs 3 slots, and 0 are free", Assert.Single(_cluster.Submit(new JobRequest("artifact") { Parallelism = 3 }).Value!.Notices), StringComparison.Ordinal);
    }

    /// <summary>A job that was cancelled when it had a checkpoint.</summary>
    private string Cancelled(string name = "words")
    {
        var id = _cluster.Submit(name);
        _cluster.Pass(seconds: 1);
        _cluster.Cancel(id);
        return id;
    }

    private static IEnumerable<string> Listed(DispatcherFixture cluster) =>
        cluster.Ask<IReadOnlyList<JobStatus>>((d, answer) => d.List(jobs => answer(new(jobs, null)))).Single().Value!.Select(j => j.Id);

    private Answer<(string Id, IReadOnlyList<string> Savepoints)> Remove(string job, DispatcherFixture? cluster = null, bool savepoints = false) =>
        (cluster ?? _cluster).Ask<(string, IReadOnlyList<string>)>((d, answer) => d.Remove(job, savepoints, answer)).Single();

    private List<Answer<CheckpointRecord>> Checkpoint(string job) => _cluster.Ask<CheckpointRecord>((d, answer) => d.Checkpoint(job, answer));
}
