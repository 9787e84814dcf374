using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Watermarks;

namespace Millrace.JobManager.Tests;

/// <summary>Lost task managers, and lost messages.</summary>
public sealed class JobMasterHeartbeatTests
{
    [Fact]
    public void One_that_comes_back_gets_tasks_with_a_later_attempt()
    {
        var job = new JobFixture().Start();
        job.Leave(job.Second);
        job.Pass(seconds: 0.2);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
        Assert.Equal((2, 4), (job.First.Last.Attempt.Number, job.First.Last.Subtasks.Count));
        job.Second.IsCutOff = false;
        job.Second.Restart();
        job.Join(job.Second);
        job.Pass(seconds: 2);
        Assert.Equal(1, job.Result.Restarts);
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 1);
        Assert.Equal((3, 2), (job.Second.Last.Attempt.Number, job.Second.Last.Subtasks.Count));
    }

    [Fact]
    public void One_whose_tasks_do_not_end_gets_no_others_before_they_have()
    {
        var job = new JobFixture().Start();
        job.Second.DoesNotHear.Add("End");
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 121);
        Assert.Equal((JobState.Running, 4, 1), (job.Result.State, job.First.Last.Subtasks.Count, job.Second.Deployments.Count));
        job.Second.DoesNotHear.Clear();
        job.Pass(seconds: 2);
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 1);
        Assert.Equal((3, 2), (job.Second.Last.Attempt.Number, job.Second.Last.Subtasks.Count));
    }

    [Fact]
    public void When_all_are_lost_the_job_waits_for_one()
    {
        var job = new JobFixture().Start();
        foreach (var taskManager in job.TaskManagers) job.Leave(taskManager);
        job.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal((JobState.Waiting, 1), (job.Result.State, job.Head.Attempt));
        job.Second.IsCutOff = false;
        job.Second.Restart();
        job.Join(job.Second);
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Running, 2, 4), (job.Result.State, job.Head.Attempt, job.Second.Last.Subtasks.Count));
    }

    [Fact]
    public void One_that_was_started_anew_has_lost_its_tasks()
    {
        var job = new JobFixture().Start();
        job.Second.Restart();
        job.Pass(seconds: 1);
        Assert.Equal(JobState.Restarting, job.Result.State);
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 2, 2), (job.Result.State, job.Second.Last.Attempt.Number, job.Second.Last.Subtasks.Count));
    }

    [Fact]
    public void One_that_is_lost_while_its_tasks_end_is_not_waited_for()
    {
        var job = new JobFixture().Start();
        job.Second.IsCutOff = true;
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 5);
        Assert.Equal(JobState.Restarting, job.Result.State);
        job.Leave(job.Second);
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 4), (job.Result.State, job.First.Last.Subtasks.Count));
    }

    [Theory]
    [InlineData("Running")]
    [InlineData("InputEnded")]
    [InlineData("Confirmed")]
    [InlineData("Ended")]
    public void What_a_task_manager_told_and_was_lost_comes_with_a_heartbeat(string message)
    {
        var job = new JobFixture();
        job.Second.Loses.Add(message);
        job.Start().Pass(seconds: 2);
        job.EndInput();
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Finished, 0), (job.Result.State, job.Result.Restarts));
    }

    [Fact]
    public void Sources_that_wait_for_each_other_hear_of_each_other_often()
    {
        var job = Aligned();
        job.Start();
        job.Pass(TimeSpan.FromMilliseconds(60));
        Assert.Equal(10, Assert.Single(job.Second.Lowest[^1]).Value);
        var before = job.Second.Lowest.Count;
        job.Pass(TimeSpan.FromMilliseconds(500));
        Assert.InRange(job.Second.Lowest.Count - before, 9, 11);
    }

    [Fact]
    public void One_that_has_ended_is_not_asked_often_and_holds_back_no_other()
    {
        var job = Aligned();
        job.Start().Pass(seconds: 2);
        job.JobManager.InputEnded(job.First.Last.Attempt, new SubtaskId(0, 0));
        var before = job.TaskManagers.Select(static t => t.Lowest.Count).ToList();
        job.Pass(seconds: 2);
        Assert.Equal(11, Assert.Single(job.Second.Lowest[^1]).Value);
        Assert.InRange(job.First.Lowest.Count - before[0], 1, 3);
        Assert.InRange(job.Second.Lowest.Count - before[1], 39, 44);
    }

    [Fact]
    public void Where_no_source_waits_there_are_heartbeats_alone()
    {
        var job = new JobFixture().Start();
        job.Pass(seconds: 3);
        Assert.InRange(job.First.Lowest.Count, 3, 5);
    }

    [Fact]
    public void A_permit_that_was_lost_is_repeated()
    {
        var job = new JobFixture().Start();
        job.Second.DoesNotHear.Add("Permit");
        job.EndInput();
        Assert.Equal(JobState.Running, job.Result.State);
        job.Pass(seconds: 1.1);
        Assert.Equal(JobState.Finished, job.Result.State);
    }

    [Fact]
    public void An_order_to_end_that_was_lost_is_repeated()
    {
        var job = new JobFixture().Start();
        job.Second.DoesNotHear.Add("End");
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 1.1);
        Assert.Equal(JobState.Restarting, job.Result.State);
        job.Second.DoesNotHear.Clear();
        job.Pass(seconds: 2);
        Assert.Equal(JobState.Running, job.Result.State);
    }

    [Fact]
    public void A_deployment_that_was_lost_is_made_again()
    {
        var job = new JobFixture();
        job.Second.DoesNotHear.Add("Deploy");
        job.Start();
        job.Second.DoesNotHear.Clear();
        job.Pass(seconds: 3);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
    }

    [Fact]
    public void A_trigger_that_was_lost_costs_the_checkpoint()
    {
        var job = new JobFixture(new JobMasterOptions { CheckpointTimeout = TimeSpan.FromSeconds(5) }).Start();
        job.Second.DoesNotHear.Add("Trigger");
        job.Pass(seconds: 1);
        job.Second.DoesNotHear.Clear();
        job.Pass(seconds: 6);
        Assert.Equal((JobState.Running, 0), (job.Result.State, job.Result.Restarts));
        Assert.True(job.Result.LatestCheckpoint > 1);
    }

    /// <summary>A job whose sources are aligned; that of the first task manager is behind.</summary>
    private static JobFixture Aligned()
    {
        var job = new JobFixture();
        foreach (var (i, taskManager) in job.TaskManagers.Index()) taskManager.Watermark = s => s.Vertex == 0 ? new AlignedWatermark("all", 10 + i) : null;
        return job;
    }
}
