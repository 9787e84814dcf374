using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Tests;

/// <summary>A stop as the command asks for it: with a savepoint, and an answer.</summary>
public sealed class JobMasterStopTests
{
    [Fact]
    public void A_job_stops_with_a_savepoint_that_its_head_names()
    {
        var job = new JobFixture().Start();
        var path = job.StopWithSavepoint().Single().Path;
        Assert.Equal((JobState.Stopped, HeadState.Stopped), (job.Result.State, job.Head.State));
        Assert.Equal((path, path), (job.Result.Savepoint, job.Head.Latest!.Manifest));
        Assert.True(JobStore.IsSavepoint(job.Head.Latest!));
        Assert.Equal((true, true, false), job.First.Triggers.Select(t => (t.Stop, t.IsSavepoint, t.Drain)).Single());
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
}
