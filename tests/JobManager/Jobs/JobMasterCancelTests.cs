using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests;

/// <summary>A cancel in every state.</summary>
public sealed class JobMasterCancelTests
{
    [Fact]
    public void A_job_that_runs_ends_its_tasks_first()
    {
        var job = new JobFixture().Start();
        job.Second.DoesNotHear.Add("End");
        job.Cancel();
        Assert.Equal((JobState.Cancelling, HeadState.Running), (job.Result.State, job.Head.State));
        job.Second.DoesNotHear.Clear();
        job.Pass(seconds: 1.1);
        Ended(job);
        Assert.Null(job.Result.Failure);
    }

    [Fact]
    public void Its_checkpoints_are_kept()
    {
        var job = new JobFixture().Start();
        job.Pass(seconds: 0.6);
        job.Cancel();
        Ended(job);
        Assert.Equal(1, job.Head.Latest!.Checkpoint);
    }

    [Fact]
    public void A_job_that_waits_for_slots_gives_its_place_up()
    {
        var job = new JobFixture(slots: 0).Start();
        job.Host.HoldsEffects = true;
        job.Cancel();
        job.Join(job.First);
        job.Host.Settle();
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Ended(job);
        Assert.Equal((0, 0), (job.Head.Attempt, job.First.Deployments.Count));
    }

    [Fact]
    public void A_job_that_is_being_planned_ends_at_once()
    {
        var job = new JobFixture(isPlanned: false);
        job.Planner.Holds = true;
        job.Start();
        job.Cancel();
        Ended(job);
        job.Planner.Release();
        job.Host.Settle();
        Ended(job);
    }

    [Fact]
    public void An_attempt_that_is_being_taken_is_not_deployed()
    {
        var job = new JobFixture();
        job.Host.HoldsEffects = true;
        job.Start();
        job.Cancel();
        Assert.Equal(JobState.Cancelling, job.Result.State);
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Ended(job);
        Assert.Empty(job.First.Deployments);
    }

    [Fact]
    public void A_job_whose_tasks_end_for_a_restart_has_no_other_attempt()
    {
        var job = new JobFixture().Start();
        job.Second.DoesNotHear.Add("End");
        job.Fail(FailureDomain.External);
        job.Cancel();
        Assert.Equal(JobState.Cancelling, job.Result.State);
        job.Second.DoesNotHear.Clear();
        job.Pass(seconds: 2);
        Ended(job);
        Assert.Single(job.First.Deployments);
    }

    [Fact]
    public void A_restart_that_is_due_at_the_same_moment_is_void()
    {
        var job = new JobFixture().Start();
        job.Fail(FailureDomain.External);
        job.Master.Cancel();
        job.Time.Advance(TimeSpan.FromSeconds(1));
        job.Host.Settle();
        Ended(job);
        Assert.Equal((1, 1), (job.Head.Attempt, job.First.Deployments.Count));
    }

    [Fact]
    public void A_job_that_is_being_given_up_has_failed()
    {
        var job = new JobFixture(restart: RestartPolicy.None).Start();
        job.Host.HoldsEffects = true;
        job.Fail(FailureDomain.External);
        job.Cancel();
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Equal((JobState.Failed, HeadState.Failed), (job.Result.State, job.Head.State));
    }

    [Fact]
    public void A_job_that_switches_its_scale_ends()
    {
        var job = new JobFixture().Start();
        job.Second.DoesNotHear.Add("End");
        var answers = job.Rescale(4);
        job.Cancel();
        job.Second.DoesNotHear.Clear();
        job.Pass(seconds: 2);
        Ended(job);
        Assert.Equal("The job ended first.", answers.Single().Refusal);
    }

    [Fact]
    public void A_job_that_is_stopping_ends_without_being_published()
    {
        var job = new JobFixture().Start();
        job.Second.DoesNotHear.Add("Permit");
        var answers = job.StopWithSavepoint();
        Assert.Equal(JobState.Stopping, job.Result.State);
        job.Cancel();
        Ended(job);
        Assert.Equal("The job ended first.", answers.Single().Failure);
    }

    [Fact]
    public void A_head_that_a_late_effect_changes_meanwhile_is_ended_nevertheless()
    {
        var job = new JobFixture().Start();
        var others = 0;
        job.Faults.FailsSwap = _ =>
        {
            if (others++ > 0) return false;
            var store = new JobStore(job.Blobs);
            var (head, version) = store.ReadHead(JobFixture.JobId)!;
            Assert.True(store.TrySwapHead(head.Reserve(), version));
            return false;
        };
        job.Cancel();
        Ended(job);
        Assert.Equal(2, others);
    }

    [Fact]
    public void A_second_one_changes_nothing()
    {
        var job = new JobFixture().Start();
        job.Cancel();
        var told = job.Results.Count;
        job.Cancel();
        Assert.Equal(told, job.Results.Count);
    }

    private static void Ended(JobFixture job)
    {
        Assert.Equal((JobState.Cancelled, HeadState.Cancelled), (job.Result.State, job.Head.State));
        Assert.All(job.Pool.FreeSlots.Values, free => Assert.Equal(2, free));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cancel_ends_although_the_store_does_not_answer(bool whileItStarts)
    {
        var job = new JobFixture();
        if (whileItStarts) job.Host.HoldsEffects = true;
        job.Start();
        job.Host.HoldsEffects = true;
        job.Cancel();
        job.Pass(seconds: 121);
        Assert.Equal(JobState.Cancelled, job.Result.State);
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Equal(JobState.Cancelled, job.Result.State);
    }

    [Fact]
    public void A_cancel_ends_although_a_task_manager_never_says_that_its_tasks_have()
    {
        var job = new JobFixture().Start();
        job.First.DoesNotHear.Add("End");
        job.Cancel();
        job.Pass(seconds: 110);
        Assert.Equal(JobState.Cancelling, job.Result.State);
        job.Pass(seconds: 11);
        Assert.Equal(JobState.Cancelled, job.Result.State);
    }
}
