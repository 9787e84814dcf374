using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Jobs;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests;

/// <summary>A stop as the command requests it: with a savepoint, and an answer.</summary>
public sealed class JobMasterStopTests
{
    [Fact]
    public void A_job_stops_with_a_savepoint_that_its_head_names()
    {
        var job = new JobFixture().Start();
        var path = job.StopWithSavepoint().Single().Path;
        Assert.Equal((JobState.Stopped, HeadState.Stopped), (job.Result.State, job.Head.State));
        Assert.Equal((path, path), (job.Result.Savepoint, job.Head.Latest!.Manifest));
        Assert.True(job.Store.ReadManifest(job.Head.Latest!.Manifest).IsSavepoint);
        Assert.Equal((true, true, false), job.First.Triggers.Select(t => (t.Stop, t.IsSavepoint, t.Drain)).Single());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_asked_for_a_stop_is_answered_before_the_end_is_shown_which_answers_all_who_still_wait(bool drain)
    {
        var job = new JobFixture().Start();
        var shown = new List<JobState>();
        job.Master.Stop(new StopRequest(IsSavepoint: true, drain, _ => shown.Add(job.Result.State)));
        job.Host.Settle();
        Assert.True(JobStates.IsEnd(job.Result.State));
        Assert.False(JobStates.IsEnd(Assert.Single(shown)));
    }

    [Fact]
    public void A_savepoint_that_fails_puts_the_job_back_to_running()
    {
        var job = new JobFixture().Start();
        job.Faults.FailsPut = static name => name.Contains("/savepoints/", StringComparison.Ordinal);
        Assert.StartsWith("Savepoint 1 failed: ", job.StopWithSavepoint().Single().Failure, StringComparison.Ordinal);
        Assert.Equal((JobState.Running, false), (job.Result.State, job.Result.IsStopRequested));
        job.Pass(seconds: 0.6);
        Assert.Equal((JobState.Running, 2L), (job.Result.State, job.Result.LatestCheckpoint));
        job.Faults.FailsPut = static _ => false;
        Assert.NotNull(job.StopWithSavepoint().Single().Path);
    }

    [Fact]
    public void Who_drains_finishes_and_says_where_the_savepoint_is()
    {
        var job = new JobFixture().Start();
        var answer = job.StopWithSavepoint(drain: true).Single();
        Assert.True(job.First.Triggers.Single().Drain);
        Assert.Equal((JobState.Finished, HeadState.Finished), (job.Result.State, job.Head.State));
        Assert.Equal((answer.Path, answer.Path), (job.Result.Savepoint, job.Head.Latest!.Manifest));
    }

    [Fact]
    public void Heartbeats_repeat_that_a_stop_was_taken_back_until_a_later_checkpoint_is_complete()
    {
        var job = new JobFixture(new JobMasterOptions { CheckpointInterval = TimeSpan.FromSeconds(5) }).Start();
        job.Faults.FailsPut = static name => name.Contains("/savepoints/", StringComparison.Ordinal);
        job.Second.DoesNotHear.Add("Abort");
        job.StopWithSavepoint();
        Assert.Empty(job.Second.Aborts);
        job.Second.DoesNotHear.Clear();
        job.Pass(seconds: 2.5);
        Assert.Equal([1, 1], job.Second.Aborts);
        job.Pass(seconds: 3);
        Assert.Equal(2, job.Result.LatestCheckpoint);
        var repeated = job.Second.Aborts.Count;
        job.Pass(seconds: 10);
        Assert.Equal(repeated, job.Second.Aborts.Count);
    }

    [Fact]
    public void A_drain_whose_savepoint_fails_leads_to_another_attempt_from_the_last_checkpoint_whatever_the_restart_policy()
    {
        var job = new JobFixture(restart: RestartPolicy.None).Start();
        job.Pass(seconds: 0.6);
        var (before, attempt) = (job.Result.LatestCheckpoint, job.Result.Attempt);
        Assert.True(before > 0);
        job.Faults.FailsPut = static name => name.Contains("/savepoints/", StringComparison.Ordinal);
        Assert.Contains("failed: ", job.StopWithSavepoint(drain: true).Single().Failure, StringComparison.Ordinal);
        Assert.Equal((JobState.Running, attempt + 1, false), (job.Result.State, job.Result.Attempt, job.Result.IsStopRequested));
        Assert.Equal((before, 0), (job.First.Last.Restored!.Manifest.Checkpoint, job.Result.Restarts));
        job.Pass(seconds: 0.6);
        Assert.True(job.Result.LatestCheckpoint > before);
        job.Faults.FailsPut = static _ => false;
        Assert.NotNull(job.StopWithSavepoint(drain: true).Single().Path);
        Assert.Equal(JobState.Finished, job.Result.State);
    }

    [Fact]
    public void A_drain_that_does_not_reach_every_subtask_is_taken_back()
    {
        var job = new JobFixture().Start();
        job.Second.HearsNoDrain = true;
        var answer = job.StopWithSavepoint(drain: true).Single();
        Assert.Equal("Savepoint 1 failed: Not every subtask had reached its end of input.", answer.Failure);
        Assert.Equal((JobState.Running, 2, HeadState.Running), (job.Result.State, job.Result.Attempt, job.Head.State));
    }

    [Fact]
    public void All_who_ask_are_answered()
    {
        var job = new JobFixture().Start();
        job.Host.HoldsEffects = true;
        var (first, second) = (job.StopWithSavepoint(), job.StopWithSavepoint());
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Equal((first.Single(), job.Result.Savepoint), (second.Single(), first.Single().Path));
    }

    [Fact]
    public void A_failure_while_the_savepoint_is_published_leads_to_another_stop()
    {
        var job = new JobFixture().Start();
        job.First.DoesNotHear.Add("Permit");
        var answers = job.StopWithSavepoint();
        Assert.Equal((JobState.Stopping, HeadState.Stopped), (job.Result.State, job.Head.State));
        job.Fail(FailureDomain.External);
        job.First.DoesNotHear.Clear();
        job.Pass(seconds: 0.2);
        Assert.Equal((JobState.Stopped, answers.Single().Path), (job.Result.State, job.Head.Latest!.Manifest));
    }

    [Fact]
    public void A_job_that_waits_for_slots_stops_when_it_runs_or_is_cancelled()
    {
        var job = new JobFixture(slots: 0).Start();
        var answers = job.StopWithSavepoint();
        Assert.Equal((JobState.Waiting, true), (job.Result.State, job.Result.IsStopRequested));
        job.Cancel();
        Assert.Equal("The job ended first.", answers.Single().Failure);
        Assert.Equal(JobState.Cancelled, job.Result.State);
    }

    [Fact]
    public void A_stop_with_a_limit_ends_a_job_that_restarts_at_once_and_without_another_checkpoint()
    {
        var job = new JobFixture(restart: RestartPolicy.ExponentialBackoff(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), 2, 0, 100)).Start();
        job.Fail(FailureDomain.External);
        Assert.Equal(JobState.Restarting, job.Result.State);
        Stop(job);
        Assert.Equal((JobState.Cancelled, 1), (job.Result.State, job.First.Deployments.Count));
    }

    [Fact]
    public void A_stop_with_a_limit_of_a_job_that_runs_takes_a_last_checkpoint()
    {
        var job = new JobFixture().Start();
        Stop(job);
        Assert.Equal(JobState.Stopped, job.Result.State);
    }

    [Theory]
    [InlineData("Trigger")]
    [InlineData("Permit")]
    public void A_stop_with_a_limit_ends_a_job_of_which_no_last_checkpoint_can_be_had(string unheard)
    {
        var job = new JobFixture();
        job.First.DoesNotHear.UnionWith([unheard, unheard == "Permit" ? "Heartbeat" : unheard]);
        job.Start();
        Stop(job);
        job.Pass(seconds: 5);
        Assert.False(JobStates.IsEnd(job.Result.State));
        job.Pass(seconds: 7);
        Assert.Equal(JobState.Cancelled, job.Result.State);
    }

    [Fact]
    public void A_failure_while_it_stops_with_a_limit_ends_it()
    {
        var job = new JobFixture();
        job.First.DoesNotHear.Add("Trigger");
        job.Start();
        Stop(job);
        job.Fail(FailureDomain.External);
        Assert.Equal(JobState.Cancelled, job.Result.State);
    }

    private static void Stop(JobFixture job)
    {
        job.Master.Stop(new StopRequest { Limit = TimeSpan.FromSeconds(10) });
        job.Host.Settle();
    }
}
