using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests;

/// <summary>Savepoints of a job that keeps running.</summary>
public sealed class JobMasterSavepointTests
{
    [Fact]
    public void A_savepoint_is_taken_at_once_and_the_head_does_not_name_it()
    {
        var job = new JobFixture().Start();
        var path = job.Savepoint()!.Path;
        Assert.Equal(job.Store.FindSavepoints(JobFixture.JobId).Single().Manifest, path);
        Assert.Equal((JobState.Running, null), (job.Result.State, job.Head.Latest));
        job.Pass(seconds: 0.6);
        Assert.Equal(2, job.Head.Latest!.Checkpoint);
    }

    [Fact]
    public void One_savepoint_answers_all_who_asked_before_it_was_complete()
    {
        var job = new JobFixture().Start();
        job.Host.HoldsEffects = true;
        var (first, second) = (job.AskSavepoint(), job.AskSavepoint());
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Equal(first.Single(), second.Single());
        Assert.Single(job.First.Triggers);
    }

    [Fact]
    public void It_comes_after_the_checkpoint_that_is_under_way()
    {
        var job = new JobFixture().Start();
        job.Host.HoldsEffects = true;
        job.Pass(seconds: 0.6);
        var answers = job.AskSavepoint();
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.NotNull(answers.Single().Path);
        Assert.Equal([false, true], job.First.Triggers.Select(t => t.IsSavepoint));
    }

    [Fact]
    public void One_that_fails_is_told_and_not_tried_again()
    {
        var job = new JobFixture().Start();
        job.Faults.FailsPut = static name => name.Contains("/savepoints/", StringComparison.Ordinal);
        Assert.StartsWith("Savepoint 1 failed: ", job.Savepoint()!.Failure, StringComparison.Ordinal);
        job.Pass(seconds: 0.6);
        Assert.Equal((JobState.Running, 2L), (job.Result.State, job.Result.LatestCheckpoint));
        Assert.Equal([(1L, true, false), (2L, false, true)], job.Result.History.Records.Select(h => (h.Checkpoint, h.IsSavepoint, h.Failure is null)));
    }

    /// <summary>The command may have been repeated to the other leader, which has taken another savepoint for it.</summary>
    [Fact]
    public void One_that_is_written_while_another_leader_takes_over_is_no_answer()
    {
        var job = new JobFixture().Start();
        job.Faults.FailsPut = name =>
        {
            if (!name.Contains("/savepoints/", StringComparison.Ordinal)) return false;
            var (head, version) = job.Store.ReadHead(JobFixture.JobId)!;
            job.Store.TrySwapHead(head.TakeOver("", head.LeaderEpoch + 1), version);
            return false;
        };
        Assert.Null(job.Savepoint()?.Path);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Suspensions));
    }

    [Fact]
    public void A_job_that_restarts_takes_it_when_it_runs()
    {
        var job = new JobFixture().Start();
        job.Fail(FailureDomain.External);
        var answers = job.AskSavepoint();
        Assert.Empty(answers);
        job.Pass(seconds: 0.2);
        Assert.NotNull(answers.Single().Path);
    }

    [Fact]
    public void A_job_that_is_being_stopped_or_has_ended_takes_none()
    {
        var job = new JobFixture().Start();
        job.Fail(FailureDomain.External);
        var asked = job.AskSavepoint();
        job.Stop();
        Assert.EndsWith("It restarts because of this failure: map: it threw", job.Savepoint()!.Failure, StringComparison.Ordinal);
        Assert.EndsWith("It restarts because of this failure: map: it threw", asked.Single().Failure, StringComparison.Ordinal);
    }
}
