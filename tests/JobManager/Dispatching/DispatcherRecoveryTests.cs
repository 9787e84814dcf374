using System.Text;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>Recovery when a job manager starts.</summary>
public sealed class DispatcherRecoveryTests
{
    private readonly MemoryBlobStore _blobs = new();
    private readonly DispatcherFixture _cluster;

    public DispatcherRecoveryTests() => _cluster = new DispatcherFixture(_blobs);

    [Fact]
    public void A_job_that_ran_runs_on_from_its_latest_checkpoint_at_the_scale_that_it_was_given_last()
    {
        var id = _cluster.Submit();
        Assert.Null(_cluster.Rescale(id, 3).Single().Refusal);
        _cluster.Pass(seconds: 0.6);
        var latest = _cluster.Head(id).Latest!.Checkpoint;
        var next = _cluster.Restart();
        Assert.Equal((JobState.Running, 3, 0), (next.Status(id).Result.State, next.Status(id).Result.Parallelism, next.Status(id).Result.Restarts));
        Assert.Equal((2L, 3, latest), (next.Head(id).LeaderEpoch, next.Head(id).Attempt, next.Tasks.Last.Restored!.Manifest.Checkpoint));
    }

    [Fact]
    public void Of_the_jobs_of_one_command_that_of_the_newest_leader_counts()
    {
        var request = new JobRequest("artifact") { Name = "words", Parallelism = 1, Command = "c-1" };
        var next = _cluster.Restart();
        // The former leader enters it after the next one has read the jobs, and its answer is lost.
        var late = _cluster.Submit(request).Value!.Status.Id;
        _cluster.Pass(seconds: 0.6);
        var counts = next.Submit(request).Value!.Status.Id;
        Assert.NotEqual(late, counts);
        for (var i = 0; i < 2; i++)
        {
            next = next.Restart();
            Assert.Equal((JobState.Running, JobState.Failed), (next.Status(counts).Result.State, next.Status(late).Result.State));
            Assert.Equal(counts, next.Submit(request with { Command = "c-1" }).Value!.Status.Id);
        }

        Assert.Equal(HeadState.Failed, next.Head(late).State);
    }

    [Fact]
    public void A_job_manager_that_is_replaced_before_it_can_say_that_it_has_recovered_them_leads_no_longer()
    {
        _cluster.Dispatcher.ConfirmRecovery = static _ => Task.FromResult(false);
        var refusals = new List<Refusal?>();
        _cluster.Dispatcher.Recover(1, 0, refusals.Add);
        _cluster.Host.Settle();
        Assert.Equal("Another job manager leads now.", refusals.Single()!.Message);
    }

    [Fact]
    public void A_job_manager_that_was_replaced_while_it_read_recovers_nothing()
    {
        _cluster.Submit();
        _cluster.Restart(slots: 0);
        // The answer to its election came late: another one has taken over since.
        _cluster.Dispatcher.Leads = static _ => Task.FromResult(false);
        var refusals = new List<Refusal?>();
        _cluster.Dispatcher.Recover(1, 0, refusals.Add);
        _cluster.Host.Settle();
        Assert.Equal("Another job manager leads now.", refusals.Single()!.Message);
    }

    [Fact]
    public void A_job_for_whose_head_there_is_no_room_is_recovered_when_there_is()
    {
        var next = _cluster.Restart();
        var id = _cluster.Submit();
        var (waits, refusals) = (new List<string>(), new List<Refusal?>());
        next.Faults.IsFull = static _ => true;
        next.Dispatcher.OnWaits = waits.Add;
        next.Dispatcher.Recover(2, 1, refusals.Add);
        // Longer than an answer of the storage may take.
        next.Pass(seconds: 70);
        Assert.Empty(refusals);
        Assert.All(waits, what => Assert.Equal($"No space left on device: {id}/head.", what));
        next.Faults.IsFull = static _ => false;
        var isFull = true;
        next.Dispatcher.ConfirmRecovery = _ => isFull ? throw new IOException("No space left on device: leader.", 28) : Task.FromResult(true);
        next.Pass(seconds: 5);
        Assert.Empty(refusals);
        Assert.Equal("No space left on device: leader.", waits[^1]);
        isFull = false;
        next.Pass(seconds: 5);
        Assert.Null(Assert.Single(refusals));
        Assert.Equal((JobState.Running, 2L), (next.Status(id).Result.State, next.Head(id).LeaderEpoch));
    }

    [Fact]
    public void A_job_manager_that_was_replaced_changes_nothing_of_its_jobs()
    {
        var (running, waiting) = (_cluster.Submit("running", 3), _cluster.Submit("waiting", 3));
        var next = _cluster.Restart(slots: 0);
        // The replaced one continues as if nothing had happened: it ends one job, and starts the other one with the slots that are now free.
        _cluster.Cancel(running);
        _cluster.Pass(seconds: 60);
        Assert.Equal((HeadState.Running, 2L), (next.Head(running).State, next.Head(running).LeaderEpoch));
        Assert.Equal((HeadState.Running, 2L, 0), (next.Head(waiting).State, next.Head(waiting).LeaderEpoch, next.Head(waiting).Attempt));
        var last = next.Restart();
        Assert.Equal((JobState.Running, 2), (last.Status(running).Result.State, last.Head(running).Attempt));
    }

    [Fact]
    public void What_went_wrong_with_a_job_is_remembered_while_it_runs_and_when_it_has_ended()
    {
        var id = _cluster.Submit(new JobRequest("artifact") { Settings = new Dictionary<string, string> { ["restart.attempts"] = "2" } }).Value!.Status.Id;
        Fail(_cluster, "first");
        var next = _cluster.Restart();
        Assert.Equal((JobState.Running, 1), (next.Status(id).Result.State, next.Status(id).Result.Restarts));
        var failure = next.Status(id).Result.Failures.Single();
        Assert.Equal(("first", "at Map()", 1), (failure.Failure.Message, failure.Failure.Details, failure.Attempt));
        Fail(next, "second");
        Assert.Equal(2, next.Status(id).Result.Restarts);

        var last = next.Restart();
        Fail(last, new string('x', 10_000));
        // The policy also counts failures under earlier job managers.
        Assert.Equal((JobState.Failed, 2), (last.Status(id).Result.State, last.Status(id).Result.Restarts));
        var ended = last.Restart().Status(id).Result;
        Assert.Equal((JobState.Failed, 2, 3), (ended.State, ended.Restarts, ended.Failures.Count));
        Assert.InRange(ended.Failures[^1].Failure.Message.Length, 1_000, 5_000);
        Assert.Equal([$"{id}/past-3"], last.Blobs.Where(static b => b.Contains("/past-", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_job_whose_failures_cannot_be_read_runs_on()
    {
        var id = _cluster.Submit();
        Fail(_cluster, "first");
        _blobs.Put($"{id}/past-1", Encoding.UTF8.GetBytes("{}"));
        var next = _cluster.Restart();
        Assert.Equal((JobState.Running, 0), (next.Status(id).Result.State, next.Status(id).Result.Restarts));
        Assert.Contains(next.Log, l => l.StartsWith($"Job {id}: its recorded failures cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public void Until_a_task_manager_joins_it_waits_visibly()
    {
        var id = _cluster.Submit();
        var next = _cluster.Restart(slots: 0);
        next.Pass(seconds: 90);
        Assert.Equal((JobState.Waiting, 0), (next.Status(id).Result.State, next.Status(id).Result.Restarts));
        next.Join(4);
        Assert.Equal(JobState.Running, next.Status(id).Result.State);
    }

    [Fact]
    public void How_a_job_is_run_is_remembered()
    {
        var id = _cluster.Submit(new JobRequest("artifact") { LeastSlots = 1, CheckpointInterval = TimeSpan.FromMinutes(1) }).Value!.Status.Id;
        var next = _cluster.Restart(slots: 1);
        next.Pass(seconds: 3);
        Assert.Equal((JobState.Running, 1), (next.Status(id).Result.State, next.Status(id).Result.Parallelism));
        Assert.Empty(next.Tasks.Triggers);
    }

    [Fact]
    public void Jobs_that_have_ended_stay_listed()
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 0.6);
        var before = _cluster.Stop(id).Single().Value.Status;
        _cluster.Time.Advance(TimeSpan.FromDays(1));
        var status = _cluster.Restart().Status(id);
        Assert.Equal((JobState.Stopped, before.Ended), (status.Result.State, status.Ended));
        Assert.Equal((2, 2L, before.Result.Savepoint), (status.Result.Checkpoints, status.Result.LatestCheckpoint, status.Result.Savepoint));
    }

    [Fact]
    public void A_job_that_was_given_up_has_failed_although_its_end_was_not_entered()
    {
        _cluster.Planner.Restart = RestartPolicy.None;
        var id = _cluster.Submit();
        _cluster.Tasks.Fail(FailureDomain.User, "it threw");
        _cluster.Host.Settle();
        Assert.Equal("it threw", _cluster.Restart().Status(id).Result.Failure!.Message);
        _cluster.ForgetEnd(id);
        Assert.Equal(JobState.Failed, _cluster.Restart().Status(id).Result.State);
    }

    [Fact]
    public void A_job_that_was_cancelled_is_cancelled_although_its_end_was_not_entered()
    {
        var id = _cluster.Submit();
        _cluster.Cancel(id);
        _cluster.ForgetEnd(id);
        Assert.Equal(JobState.Cancelled, _cluster.Restart().Status(id).Result.State);
    }

    [Fact]
    public void What_a_job_was_stopped_with_is_published_and_the_job_is_stopped_again()
    {
        var id = _cluster.Submit();
        _cluster.Tasks.DoesNotHear.Add("Permit");
        Assert.Empty(_cluster.Stop(id));
        Assert.Equal(HeadState.Stopped, _cluster.Head(id).State);
        var next = _cluster.Restart();
        Assert.Equal((JobState.Stopped, HeadState.Stopped), (next.Status(id).Result.State, next.Head(id).State));
        Assert.Equal((1L, true), (next.Tasks.Last.Restored!.Manifest.Checkpoint, next.Tasks.Triggers.Single().IsSavepoint));
    }

    [Fact]
    public void What_a_job_finished_with_is_published()
    {
        var id = _cluster.Submit();
        _cluster.Tasks.DoesNotHear.Add("Permit");
        _cluster.Tasks.EndInput();
        _cluster.Host.Settle();
        Assert.Equal((HeadState.Finished, JobState.Running), (_cluster.Head(id).State, _cluster.Status(id).Result.State));
        var next = _cluster.Restart();
        Assert.Equal(JobState.Finished, next.Status(id).Result.State);
        Assert.True(next.Tasks.Last.Restored!.Manifest.Finished);
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("another")]
    public void A_job_whose_record_cannot_be_read_is_listed_as_failed_and_the_others_are_recovered(string content)
    {
        var (broken, whole) = (_cluster.Submit("a"), _cluster.Submit("b"));
        _cluster.Cancel(broken);
        Assert.NotNull(_blobs.TrySwap(
            $"{broken}/job", _blobs.ReadVersioned($"{broken}/job")!.Version, content == "damaged" ? Encoding.UTF8.GetBytes("{}") : _blobs.Read($"{broken}/end-1")));
        var next = _cluster.Restart();
        Assert.Equal(JobState.Running, next.Status(whole).Result.State);
        Assert.Equal(JobState.Failed, next.Status(broken).Result.State);
        Assert.StartsWith("It cannot be recovered. ", next.Status(broken).Result.Failure!.Message, StringComparison.Ordinal);
        // It may be needed for a repair, however long ago that was.
        next.Pass(seconds: 10);
        Assert.Empty(next.Ask<CleanedUp>((d, answer) => d.CleanUp(TimeSpan.Zero, answer)).Single().Value!.Jobs);
        Assert.Contains(next.Log, l => l.StartsWith($"Job {broken} cannot be recovered.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_job_whose_head_cannot_be_read_is_listed_with_its_name_and_can_be_removed()
    {
        var id = _cluster.Submit("words");
        Assert.NotNull(_blobs.TrySwap($"{id}/head", _blobs.ReadVersioned($"{id}/head")!.Version, "{}"u8.ToArray()));
        var next = _cluster.Restart();
        Assert.Equal(("words", JobState.Failed), (next.Status(id).Name, next.Status(id).Result.State));
        Assert.Null(next.Ask<(string, IReadOnlyList<string>)>((d, answer) => d.Remove(id, savepoints: false, answer)).Single().Refusal);
        Assert.DoesNotContain(next.Blobs, b => b.StartsWith(id, StringComparison.Ordinal));
    }

    private static void Fail(DispatcherFixture cluster, string message)
    {
        cluster.Pass(seconds: 1);
        cluster.Tasks.Fail(FailureDomain.User, message);
        cluster.Pass(seconds: 3);
    }

    [Fact]
    public void A_job_without_a_head_is_skipped_and_logged()
    {
        Assert.NotNull(_blobs.TrySwap("lost/job", null, _blobs.ReadVersioned($"{_cluster.Submit()}/job")!.Content));
        Assert.Contains("Job lost cannot be recovered. It has no head in lost.", _cluster.Restart().Log);
    }
}
