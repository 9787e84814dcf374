using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Tests;

/// <summary>The slots of a job whose subtasks are failover regions of their own, when some of them are lost.</summary>
public sealed class JobMasterRegionSlotsTests
{
    private static readonly SubtaskId Source = new(0, 0);
    private static readonly SubtaskId Sink = new(1, 1);

    [Fact]
    public void A_lost_task_manager_takes_only_what_ran_there()
    {
        var job = new JobFixture(slots: 1, isDivided: true).Start();
        job.Pass(seconds: 0.6);
        job.Leave(job.Second);
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Waiting, 2), (job.Result.State, job.First.Running.Count));
        var third = new FakeTasks("tm-2", job.JobManager);
        job.Join(third, slots: 1);
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
        Assert.Equal([new SubtaskId(0, 1), Sink], third.Last.Subtasks);
        Assert.Empty(job.First.Last.Subtasks);
        Assert.Equal(["tm-0", "tm-2"], job.Result.TaskManagers);
    }

    [Fact]
    public void The_others_run_on_without_checkpoints_for_as_long_as_one_may_take()
    {
        var job = new JobFixture(new JobMasterOptions { CheckpointTimeout = TimeSpan.FromMinutes(1) }, slots: 1, isDivided: true).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 60);
        Assert.Equal((JobState.Waiting, 2), (job.Result.State, job.First.Running.Count));
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Waiting, 0), (job.Result.State, job.First.Running.Count));
        job.Join(new FakeTasks("tm-2", job.JobManager), slots: 1);
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 2, 1), (job.Result.State, job.First.Running.Count, job.Result.Restarts));
    }

    [Fact]
    public void A_job_that_may_run_lower_waits_for_its_slots_once()
    {
        var job = new JobFixture(new JobMasterOptions { LeastSlots = 1, SlotTimeout = TimeSpan.FromSeconds(20) }, slots: 1, isDivided: true).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 20);
        Assert.Equal((JobState.Waiting, 2), (job.Result.State, job.First.Running.Count));
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Parallelism));
        // The next wait is another one.
        job.Join(new FakeTasks("tm-2", job.JobManager), slots: 1);
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 2), (job.Result.State, job.Result.Parallelism));
        job.Leave(job.First);
        job.Pass(seconds: 15);
        Assert.Equal(JobState.Waiting, job.Result.State);
        job.Pass(seconds: 6);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Parallelism));
    }

    [Fact]
    public void A_loss_while_it_waits_for_slots_is_replaced_too()
    {
        var job = new JobFixture(slots: 1, isDivided: true).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 1);
        job.Leave(job.First);
        job.Pass(seconds: 1);
        Assert.Equal(JobState.Waiting, job.Result.State);
        var third = new FakeTasks("tm-2", job.JobManager);
        job.Join(third, slots: 2);
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 4), (job.Result.State, third.Running.Count));
    }

    [Fact]
    public void One_whose_tasks_do_not_end_gets_no_others_of_the_region()
    {
        var job = new JobFixture(slots: 2, isDivided: true).Start();
        job.Second.DoesNotHear.Add("End");
        job.Second.Fail(Sink, FailureDomain.External);
        // Its slot holds one that runs on, which must move too; that is waited for as long.
        job.Pass(seconds: 245);
        Assert.Equal((JobState.Running, 4, 2), (job.Result.State, job.First.Running.Count, job.Second.Running.Count));
        Assert.Single(job.Second.Deployments);
    }

    [Fact]
    public void Slots_that_were_reserved_are_free_when_one_fails()
    {
        var job = new JobFixture(new JobMasterOptions { LeastSlots = 1 }, slots: 1, isDivided: true).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 6);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Parallelism));
        job.Host.HoldsEffects = true;
        job.Join(new FakeTasks("tm-2", job.JobManager), slots: 1);
        job.Host.Settle();
        job.First.Fail(Source, FailureDomain.External);
        job.Host.Settle();
        job.Host.HoldsEffects = false;
        job.Pass(seconds: 5);
        Assert.Equal((JobState.Running, 2), (job.Result.State, job.Result.Parallelism));
    }
}
