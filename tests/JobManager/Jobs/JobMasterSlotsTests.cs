using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;
using Millrace.Tests.Testing.Codecs;

namespace Millrace.JobManager.Tests;

/// <summary>What an attempt needs before it starts.</summary>
public sealed class JobMasterSlotsTests
{
    private static readonly JobMasterOptions Elastic = new() { LeastSlots = 1 };

    [Fact]
    public void A_job_without_slots_waits_visibly_and_starts_when_a_task_manager_joins()
    {
        var job = new JobFixture(slots: 0).Start();
        Assert.Equal((JobState.Waiting, "2 slots; 0 of 0 are free on 0 task managers"), (job.Result.State, job.Result.WaitingFor));
        job.Join(job.First, slots: 1);
        job.Host.Settle();
        Assert.Equal((JobState.Waiting, "2 slots; 1 of 1 are free on 1 task manager"), (job.Result.State, job.Result.WaitingFor));
        job.Join(job.Second, slots: 1);
        job.Host.Settle();
        Assert.Equal((JobState.Running, null), (job.Result.State, job.Result.WaitingFor));
        Assert.Equal((2, 2, 0), (job.First.Last.Subtasks.Count, job.Second.Last.Subtasks.Count, job.Result.Restarts));
    }

    [Fact]
    public void A_job_that_is_not_planned_waits_for_the_first_task_manager()
    {
        var job = new JobFixture(slots: 0, isPlanned: false).Start();
        job.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal((JobState.Waiting, 0), (job.Result.State, job.Result.Restarts));
        Assert.Contains("a task manager", job.Result.WaitingFor, StringComparison.Ordinal);
        job.Join(job.First);
        job.Host.Settle();
        Assert.Equal((JobState.Running, null), (job.Result.State, job.Result.WaitingFor));
    }

    [Fact]
    public void A_plan_that_fails_is_tried_again_with_growing_delays()
    {
        var job = new JobFixture(isPlanned: false);
        job.Planner.Failure = new JobFailure(FailureDomain.External, "", "no artifact", "");
        job.Start();
        Assert.Equal((JobState.Restarting, "no artifact"), (job.Result.State, job.Result.Failure!.Message));
        job.Pass(seconds: 10);
        Assert.InRange(job.Planner.Requests.Count, 5, 9);
        job.Planner.Failure = null;
        job.Pass(seconds: 15);
        Assert.Equal(JobState.Running, job.Result.State);
    }

    [Fact]
    public void A_task_manager_that_leaves_is_not_waited_for_and_the_job_goes_on_with_the_rest()
    {
        var job = new JobFixture().Start();
        job.Leave(job.Second);
        Assert.Equal(JobState.Restarting, job.Result.State);
        Assert.Equal("Task manager tm-1 was lost: was killed.", job.Result.Failure!.Message);
        job.Pass(seconds: 0.2);
        Assert.Equal((JobState.Running, 1, 4), (job.Result.State, job.Result.Restarts, job.First.Last.Subtasks.Count));
        Assert.Equal(["tm-0"], job.Result.TaskManagers);
    }

    [Fact]
    public void The_head_names_what_is_deployed()
    {
        var job = new JobFixture().Start();
        Assert.Null(Difference.Of(job.First.Last.Deployment, job.Head.Deployment));
        Assert.Equal(["tm-0", "tm-1"], job.Head.Deployment!.Placement.TaskManagers.Select(static t => t.Id));

        job.Leave(job.Second);
        job.Pass(seconds: 0.2);
        Assert.Null(Difference.Of(job.First.Last.Deployment, job.Head.Deployment));
        Assert.Equal(["tm-0"], job.Head.Deployment!.Placement.TaskManagers.Select(static t => t.Id));
        Assert.All(job.First.Last.Subtasks, s => Assert.Equal((2, "tm-0"), (job.Head.Deployment.AttemptOf(s), job.Head.Deployment.Placement.Of(s).Id)));
    }

    [Fact]
    public void A_task_manager_that_leaves_before_the_deployment_costs_the_attempts_number_only()
    {
        var job = new JobFixture();
        job.Host.HoldsEffects = true;
        job.Start();
        job.Leave(job.Second);
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Equal((JobState.Running, 0, 2), (job.Result.State, job.Result.Restarts, job.Head.Attempt));
        Assert.Equal((2, 4), (job.First.Deployments.Single().Attempt.Number, job.First.Last.Subtasks.Count));
        Assert.Empty(job.Second.Deployments);
    }

    [Fact]
    public void When_slots_are_short_for_a_while_a_job_that_may_runs_lower_and_goes_up_when_they_return()
    {
        var job = new JobFixture(Elastic, slots: 1).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 1.9);
        Assert.Equal((JobState.Waiting, 1), (job.Result.State, job.First.Deployments.Count));
        job.Pass(seconds: 0.4);
        Assert.Equal((JobState.Running, 1, 1), (job.Result.State, job.Result.Parallelism, job.First.Last.Job.SlotLimit));
        Assert.Equal((2, 2), (job.Head.Parallelism, job.Result.Job!.Parallelism));
        Assert.Equal(2, job.First.Last.Subtasks.Count);
        var back = new FakeTasks("tm-1", job.JobManager);
        job.Join(back, slots: 1);
        job.Host.Settle();
        Assert.Equal((JobState.Running, 2, null), (job.Result.State, job.Result.Parallelism, back.Last.Job.SlotLimit));
        Assert.Equal((1, job.Result.LatestCheckpoint), (job.Result.Restarts, back.Last.Restored!.Manifest.Checkpoint));
        job.Pass(seconds: 5);
        Assert.Equal(3, job.First.Deployments.Count);
    }

    [Fact]
    public void Slots_that_return_at_once_are_all_used()
    {
        var job = new JobFixture(Elastic, slots: 1).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 1);
        job.Join(new FakeTasks("tm-2", job.JobManager), slots: 1);
        job.Host.Settle();
        Assert.Equal((JobState.Running, 2, 2), (job.Result.State, job.Result.Parallelism, job.First.Deployments.Count));
    }

    [Fact]
    public void Slots_that_return_while_the_lower_attempt_begins_are_used_when_it_runs()
    {
        var job = new JobFixture(Elastic, slots: 1).Start();
        job.Leave(job.Second);
        job.Host.HoldsEffects = true;
        job.Pass(seconds: 2.5);
        job.Join(new FakeTasks("tm-2", job.JobManager), slots: 1);
        job.Host.Settle();
        job.Host.HoldsEffects = false;
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 2), (job.Result.State, job.Result.Parallelism));
    }

    [Fact]
    public void Slots_that_are_free_while_another_job_waits_for_them_do_not_interrupt_this_one()
    {
        var job = new JobFixture(Elastic, slots: 1).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 3);
        var other = new PlayedOwner("other");
        job.Pool.Request(other, new SlotRequest(3, 3));
        job.Join(new FakeTasks("tm-2", job.JobManager), slots: 1);
        job.Pass(seconds: 3);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Parallelism));
        job.Pool.Release("other");
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 2), (job.Result.State, job.Result.Parallelism));
    }

    /// <summary>The pool grants repeated requests afresh: the job must run where the pool believes it does.</summary>
    [Fact]
    public void A_grant_that_crosses_a_new_request_is_void()
    {
        var job = new JobFixture(Elastic, slots: 0);
        job.Join(job.First, slots: 1);
        job.Start();
        job.Pass(seconds: 1.9);
        var third = new FakeTasks("tm-2", job.JobManager);
        job.Time.Advance(TimeSpan.FromSeconds(0.1));
        job.Join(job.Second, slots: 1);
        job.Join(third, slots: 5);
        job.Host.Settle();
        Assert.Equal(JobState.Running, job.Result.State);
        var used = job.Pool.FreeSlots.ToDictionary(f => f.Key, f => (f.Key == "tm-2" ? 5 : 1) - f.Value);
        foreach (var taskManager in new[] { job.First, job.Second, third })
            Assert.Equal(used[taskManager.Id], taskManager.Deployments.Sum(d => d.Subtasks.Count) / 2);
    }

    [Fact]
    public void What_a_job_doubts_is_given_to_others_when_its_tasks_there_have_ended()
    {
        var job = new JobFixture().Start();
        job.Second.DoesNotHear.Add("End");
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 121);
        Assert.Equal((JobState.Running, 0), (job.Result.State, job.Pool.FreeSlots["tm-1"]));
        job.Cancel();
        Assert.Equal((2, 0), (job.Pool.FreeSlots["tm-0"], job.Pool.FreeSlots["tm-1"]));
        job.JobManager.Ended(job.Second.Last.Attempt, "tm-1", job.Second.Last.Subtasks);
        job.Host.Settle();
        Assert.Equal((2, 2), (job.Pool.FreeSlots["tm-0"], job.Pool.FreeSlots["tm-1"]));
    }

    [Fact]
    public void One_is_doubted_until_the_attempt_that_it_ran_has_ended()
    {
        var job = new JobFixture().Start();
        var first = job.Second.Last;
        job.Second.DoesNotHear.Add("End");
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 121);
        job.JobManager.Ended(first.Attempt with { Number = first.Attempt.Number - 1 }, "tm-1", first.Subtasks);
        job.Host.Settle();
        Assert.Equal((2, 0), (job.First.Last.Attempt.Number, job.Pool.FreeSlots["tm-1"]));
        job.JobManager.Ended(first.Attempt, "tm-1", first.Subtasks);
        job.Host.Settle();
        Assert.Equal(2, job.Pool.FreeSlots["tm-1"]);
    }

    [Fact]
    public void Nothing_is_deployed_to_one_that_is_lost_after_its_slots_were_given()
    {
        var job = new JobFixture().Start();
        job.Fail(FailureDomain.External);
        job.Host.HoldsEffects = true;
        job.Pass(seconds: 0.5);
        job.Leave(job.Second);
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Equal((JobState.Running, 4), (job.Result.State, job.First.Last.Subtasks.Count));
        Assert.Single(job.Second.Deployments);
    }
}
