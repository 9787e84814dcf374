using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests;

/// <summary>Failures of a job whose parts are not connected: each subtask is a failover region of its own.</summary>
public sealed class JobMasterRegionTests
{
    private static readonly SubtaskId Source = new(0, 0);
    private static readonly SubtaskId Sink = new(1, 1);

    [Fact]
    public void One_that_fails_leaves_the_others_running()
    {
        var job = Divided();
        job.Pass(seconds: 0.6);
        job.First.Fail(Source, FailureDomain.External);
        job.Host.Settle();
        Assert.Equal((JobState.Restarting, 2, 1), (job.Result.State, job.Second.Running.Count, job.First.Running.Count));
        job.Pass(seconds: 0.3);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
        Assert.Equal([Source], job.First.Last.Subtasks);
        Assert.Equal((2, 1L), (job.First.Last.Attempt.Number, job.First.Last.Restored!.Manifest.Checkpoint));
        // The other task manager learns of the deployment, and starts nothing.
        Assert.Equal((2, 0), (job.Second.Last.Attempt.Number, job.Second.Last.Subtasks.Count));
        Assert.Equal((2, 1), (job.Head.Deployment!.AttemptOf(Source), job.Head.Deployment.AttemptOf(Sink)));
        Assert.Equal((1L, 1L), (job.Head.Deployment.AssignmentOf(0).Epoch, job.Head.Deployment.AssignmentOf(1).Epoch));
    }

    [Fact]
    public void One_whose_task_is_no_longer_there_restarts_although_others_of_the_task_manager_run_on()
    {
        var job = Divided();
        job.Pass(seconds: 0.6);
        job.First.Forget(Source);
        job.Pass(seconds: 10);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
        Assert.Equal([Source], job.First.Last.Subtasks);
        Assert.Equal((2, 1), (job.Head.Deployment!.AttemptOf(Source), job.Head.Deployment.AttemptOf(Sink)));
    }

    [Fact]
    public void Checkpoints_go_on_over_all_of_them_when_it_runs_again()
    {
        var job = Divided();
        job.Pass(seconds: 0.6);
        job.First.Fail(Source, FailureDomain.External);
        job.Pass(seconds: 2);
        Assert.Equal(JobState.Running, job.Result.State);
        Assert.True(job.Result.LatestCheckpoint > JobHead.IdBlock);
        Assert.Equal(job.Result.LatestCheckpoint, job.Second.Permits[^1]);
        Assert.Equal(1, job.First.Triggers.First(t => t.Checkpoint > JobHead.IdBlock).Base);
    }

    [Fact]
    public void A_checkpoint_in_flight_is_given_up_and_those_that_run_on_are_told()
    {
        var job = Divided();
        job.Second.Loses.Add("Acknowledge");
        job.Pass(seconds: 0.6);
        job.First.Fail(Source, FailureDomain.External);
        job.Host.Settle();
        Assert.Equal([1L], job.Second.Aborts);
        Assert.Equal([1L], job.First.Aborts);
        job.Second.Loses.Clear();
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
        Assert.True(job.Result.LatestCheckpoint > 1);
    }

    [Fact]
    public void A_failure_while_the_head_is_written_waits_for_what_comes_of_it()
    {
        var job = Divided();
        job.Host.HoldsEffects = true;
        job.Pass(seconds: 0.6);
        job.First.Fail(Source, FailureDomain.External);
        job.Host.Settle();
        Assert.Equal(2, job.First.Running.Count);
        job.Host.HoldsEffects = false;
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
        Assert.Equal([Source], job.First.Last.Subtasks);
        Assert.Equal(1L, job.First.Last.Restored!.Manifest.Checkpoint);
    }

    [Fact]
    public void Another_one_that_fails_meanwhile_restarts_with_it()
    {
        var job = Divided(RestartPolicy.FixedDelay(TimeSpan.FromSeconds(5), userRestarts: 10));
        job.First.Fail(Source, FailureDomain.User);
        job.Pass(seconds: 2);
        job.Second.Fail(Sink, FailureDomain.User);
        job.Pass(seconds: 4);
        Assert.Equal((JobState.Restarting, 1), (job.Result.State, job.First.Deployments.Count));
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Running, 2), (job.Result.State, job.Result.Restarts));
        Assert.Equal([Source, Sink], job.First.Last.Subtasks.Concat(job.Second.Last.Subtasks));
        Assert.Equal((2, 2), (job.First.Deployments.Count, job.Head.Attempt));
    }

    [Fact]
    public void Another_one_that_fails_while_the_attempt_is_written_has_the_next_one_with_it()
    {
        var job = Divided();
        job.First.Fail(Source, FailureDomain.External);
        job.Host.Settle();
        job.Host.HoldsEffects = true;
        job.Pass(seconds: 0.5);
        job.Second.Fail(Sink, FailureDomain.External);
        job.Host.Settle();
        job.Host.HoldsEffects = false;
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Running, 3), (job.Result.State, job.Head.Attempt));
        Assert.Equal([Source, Sink], job.First.Last.Subtasks.Concat(job.Second.Last.Subtasks));
        Assert.Equal(3, job.First.Last.Attempt.Number);
    }

    [Fact]
    public void Another_one_that_fails_while_it_starts_restarts_alone()
    {
        var job = Divided();
        job.First.NeverStarts = true;
        job.First.Fail(Source, FailureDomain.External);
        job.Pass(seconds: 0.3);
        Assert.Equal(JobState.Created, job.Result.State);
        job.Second.Fail(Sink, FailureDomain.External);
        job.Pass(seconds: 1);
        Assert.Equal(2, job.First.Deployments.Count(static d => d.Subtasks.Count > 0));
        Assert.Equal([Sink], job.Second.Last.Subtasks);
    }

    [Fact]
    public void One_that_does_not_start_is_found_however_often_another_one_fails()
    {
        var job = Divided(RestartPolicy.FixedDelay(TimeSpan.FromSeconds(1)), new JobMasterOptions { StartTimeout = TimeSpan.FromMinutes(1) });
        job.First.NeverStarts = true;
        job.First.Fail(Source, FailureDomain.External);
        for (var i = 0; i < 7; i++)
        {
            job.Pass(seconds: 10);
            job.Second.Fail(Sink, FailureDomain.External);
        }

        Assert.Contains(job.Result.Failures, static f => f.Failure.Message == "Subtasks 0/0 had not started after 00:01:00.");
        Assert.Equal(3, job.First.Deployments.Count(static d => d.Subtasks.Count > 0));
    }

    [Fact]
    public void What_a_task_manager_cannot_deploy_fails_with_its_attempt_alone()
    {
        var job = Divided();
        job.First.Fail(Source, FailureDomain.External);
        job.Pass(seconds: 1);
        job.JobManager.Failed(job.First.Last.Attempt, null, new JobFailure(FailureDomain.Engine, "", "a defect", ""));
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 2), (job.Result.State, job.Result.Restarts));
        Assert.Equal([Source], job.First.Last.Subtasks);
        Assert.Empty(job.Second.Last.Subtasks);
    }

    [Fact]
    public void A_damaged_checkpoint_takes_all_of_them_back()
    {
        var job = Divided();
        job.Pass(seconds: 1.1);
        job.Blobs.Delete(job.Head.Latest!.Manifest);
        job.First.Fail(Source, FailureDomain.External);
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Running, 2, 2), (job.Result.State, job.First.Last.Subtasks.Count, job.Second.Last.Subtasks.Count));
        Assert.Equal(1L, job.Second.Last.Restored!.Manifest.Checkpoint);
    }

    [Fact]
    public void What_one_of_an_earlier_attempt_reports_has_no_effect()
    {
        var job = Divided();
        var stale = job.First.Last.Attempt;
        job.First.Fail(Source, FailureDomain.External);
        job.Pass(seconds: 1);
        job.JobManager.Failed(stale, Source, new JobFailure(FailureDomain.User, "", "stale", ""));
        job.JobManager.InputEnded(stale, Source);
        job.Host.Settle();
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
        // That of one that has run on counts.
        job.JobManager.Failed(stale, Sink, new JobFailure(FailureDomain.External, "", "its own", ""));
        job.Host.Settle();
        Assert.Equal((JobState.Restarting, "its own"), (job.Result.State, job.Result.Failure!.Message));
    }

    [Fact]
    public void A_task_manager_that_is_lost_while_the_head_is_written_is_not_waited_for()
    {
        var job = new JobFixture(slots: 1, isDivided: true).Start();
        job.Host.HoldsEffects = true;
        job.Pass(seconds: 0.6);
        job.Second.Fail(Sink, FailureDomain.External);
        job.Host.Settle();
        job.Leave(job.Second);
        job.Host.HoldsEffects = false;
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Waiting, 2), (job.Result.State, job.First.Running.Count));
    }

    [Fact]
    public void A_decline_that_comes_after_the_last_acknowledgement_has_no_effect()
    {
        var job = Divided();
        job.Host.HoldsEffects = true;
        job.Pass(seconds: 0.6);
        job.JobManager.Declined(job.First.Last.Attempt, Source, 1, "too late");
        job.Host.Settle();
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Equal((JobState.Running, 1L), (job.Result.State, job.Result.LatestCheckpoint));
    }

    private static JobFixture Divided(RestartPolicy? restart = null, JobMasterOptions? options = null) =>
        new JobFixture(options, restart, isDivided: true).Start();
}
