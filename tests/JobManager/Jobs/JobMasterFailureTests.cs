using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests;

/// <summary>What follows a failure.</summary>
public sealed class JobMasterFailureTests
{
    [Fact]
    public void An_attempt_whose_tasks_do_not_start_fails_after_a_while_and_says_which()
    {
        var job = new JobFixture(new JobMasterOptions { StartTimeout = TimeSpan.FromSeconds(60) });
        job.First.NeverStarts = true;
        job.Start();
        job.Pass(seconds: 59);
        Assert.Equal((JobState.Created, 0), (job.Result.State, job.Result.Restarts));
        job.First.NeverStarts = false;
        job.Pass(seconds: 10);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Result.Restarts));
        Assert.Equal("Subtasks 0/0, 1/0 had not started after 00:01:00.", job.Result.Failures.Single().Failure.Message);
        job.Pass(seconds: 120);
        Assert.Equal(1, job.Result.Restarts);
    }

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void The_next_attempt_is_in_the_head_before_it_is_deployed_and_begins_from_the_last_checkpoint()
    {
        var job = new JobFixture().Start();
        job.Pass(seconds: 0.6);
        Assert.Equal(1, job.Result.LatestCheckpoint);
        job.Fail(FailureDomain.User);
        Assert.Equal((JobState.Restarting, 1), (job.Result.State, job.Head.Attempt));
        job.Faults.FailsSwap = static _ => true;
        job.Pass(seconds: 5);
        Assert.Single(job.First.Deployments);
        job.Faults.FailsSwap = static _ => false;
        job.Pass(seconds: 60);
        Assert.Equal((2, 1L), (job.First.Last.Attempt.Number, job.First.Last.Restored?.Manifest.Checkpoint));
        Assert.Equal(JobState.Running, job.Result.State);
    }

    [Fact]
    public void After_ten_restarts_a_users_failure_ends_the_job()
    {
        var job = new JobFixture().Start();
        for (var i = 0; i < 10; i++)
        {
            job.Fail(FailureDomain.User);
            Assert.Equal(JobState.Restarting, job.Result.State);
            job.Pass(Minute);
            Assert.Equal(JobState.Running, job.Result.State);
        }

        job.Fail(FailureDomain.User, "the last one");
        Assert.Equal((JobState.Failed, 10, "the last one"), (job.Result.State, job.Result.Restarts, job.Result.Failure?.Message));
        Assert.Equal(HeadState.Failed, job.Head.State);
    }

    [Fact]
    public void A_job_with_which_processes_end_is_told_so_and_ends_by_its_restart_policy()
    {
        var job = new JobFixture().Start();
        for (var i = 0; i < 12; i++)
        {
            job.Die(job.First, $"process {i}");
            job.Pass(Minute);
        }

        Assert.Equal(JobState.Failed, job.Result.State);
        var failures = job.Result.Failures.Select(static f => (f.Failure.Domain, f.Failure.Message)).ToList();
        Assert.Equal((FailureDomain.External, "Task manager tm-0 was lost: was killed."), failures[0]);
        Assert.All(failures.Skip(1), static f => Assert.Equal(FailureDomain.User, f.Domain));
        Assert.All(failures.Skip(1), static f => Assert.Contains("its code is suspected of ending them", f.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FailureDomain.External)]
    [InlineData(FailureDomain.Engine)]
    public void Other_failures_end_no_job(FailureDomain domain)
    {
        var job = new JobFixture().Start();
        for (var i = 0; i < 40; i++)
        {
            job.Fail(domain);
            job.Pass(Minute);
        }

        Assert.Equal((JobState.Running, 40), (job.Result.State, job.Result.Restarts));
    }

    [Fact]
    public void The_count_begins_again_when_the_job_has_run_for_ten_minutes()
    {
        var job = new JobFixture(restart: RestartPolicy.FixedDelay(TimeSpan.FromMilliseconds(1), userRestarts: 1)).Start();
        for (var i = 0; i < 5; i++)
        {
            job.Pass(TimeSpan.FromMinutes(10.1));
            job.Fail(FailureDomain.User);
        }

        job.Pass(Minute);
        Assert.Equal((JobState.Running, 5), (job.Result.State, job.Result.Restarts));
        job.Fail(FailureDomain.User);
        Assert.Equal(JobState.Failed, job.Result.State);
    }

    [Fact]
    public void Waiting_for_a_restart_is_not_running()
    {
        var job = new JobFixture(restart: RestartPolicy.FixedDelay(TimeSpan.FromMinutes(15), userRestarts: 2)).Start();
        for (var i = 0; i < 2; i++)
        {
            job.Fail(FailureDomain.User);
            job.Pass(TimeSpan.FromMinutes(16));
        }

        job.Fail(FailureDomain.User);
        Assert.Equal(JobState.Failed, job.Result.State);
    }

    [Fact]
    public void Without_restarts_the_first_failure_ends_the_job()
    {
        var job = new JobFixture(restart: RestartPolicy.None).Start();
        job.Fail(FailureDomain.External);
        Assert.Equal((JobState.Failed, 0), (job.Result.State, job.Result.Restarts));
    }

    [Fact]
    public void What_a_stale_attempt_tells_has_no_effect()
    {
        var job = new JobFixture().Start();
        var stale = job.First.Last;
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 1);
        var before = job.Results.Count;
        var gateway = job.JobManager;
        gateway.Failed(stale.Attempt, stale.Subtasks[0], new JobFailure(FailureDomain.User, "", "stale", ""));
        gateway.InputEnded(stale.Attempt, stale.Subtasks[0]);
        gateway.Ended(stale.Attempt, "tm-0", stale.Subtasks);
        gateway.Heartbeat(stale.Attempt, new TaskManagerReport("tm-0", false, []));
        job.Host.Settle();
        Assert.Equal((JobState.Running, before), (job.Result.State, job.Results.Count));
    }

    [Fact]
    public void A_job_that_another_job_manager_runs_is_suspended_and_none_of_its_tasks_ends()
    {
        var job = new JobFixture().Start();
        TakeOver(job);
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Suspensions));
        Assert.Equal(HeadState.Running, job.Head.State);
        Assert.All(job.TaskManagers, static t => Assert.Equal(2, t.Running.Count));
    }

    [Fact]
    public void Who_leads_is_asked_again_where_the_storage_does_not_tell()
    {
        var job = new JobFixture().Start();
        var asked = 0;
        job.Leads = _ => ++asked < 3 ? throw new IOException("it is away") : Task.FromResult(false);
        TakeOver(job);
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 0), (job.Result.State, job.Suspensions));
        job.Pass(seconds: 3);
        Assert.Equal((JobState.Running, 1, 3), (job.Result.State, job.Suspensions, asked));
    }

    [Fact]
    public void A_job_is_suspended_where_nobody_tells_who_leads()
    {
        var job = new JobFixture { Leads = static _ => throw new IOException("it is away") }.Start();
        TakeOver(job);
        job.Pass(seconds: 59);
        Assert.Equal(0, job.Suspensions);
        job.Pass(seconds: 3);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.Suspensions));
    }

    /// <summary>So is one that a program runs without a cluster. It used to tell its end while the code of other regions ran on.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_job_that_another_process_runs_without_the_cluster_has_failed_when_its_tasks_have_ended(bool isDivided)
    {
        var job = new JobFixture(isDivided: isDivided) { Leads = static _ => Task.FromResult(true) }.Start();
        foreach (var taskManager in job.TaskManagers) taskManager.DoesNotHear.Add(nameof(ITaskManagerGateway.End));
        if (isDivided) job.Fail(FailureDomain.External);
        TakeOver(job);
        job.Pass(seconds: 2);
        Assert.NotEqual(JobState.Failed, job.Result.State);
        foreach (var taskManager in job.TaskManagers) taskManager.DoesNotHear.Clear();
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Failed, 0), (job.Result.State, job.Suspensions));
        Assert.Equal("Another process runs the job now.", job.Result.Failure!.Message);
        Assert.Equal(HeadState.Running, job.Head.State);
    }

    [Fact]
    public void A_job_whose_head_another_process_has_removed_has_failed()
    {
        var job = new JobFixture { Leads = static _ => Task.FromResult(true) }.Start();
        job.Blobs.Delete($"{JobFixture.JobId}/{JobStore.Head}");
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Failed, 0), (job.Result.State, job.Suspensions));
        Assert.Equal($"Job {JobFixture.JobId} has no head any longer: another process has removed it.", job.Result.Failure!.Message);
        Assert.DoesNotContain($"{JobFixture.JobId}/{JobStore.Head}", job.Blobs.List(""));
    }

    /// <summary>Nobody has taken the job over: it used to be taken for that, and the whole process ended.</summary>
    [Fact]
    public void A_head_of_an_earlier_leader_is_damage()
    {
        var job = new JobFixture().Start();
        var (head, version) = job.Store.ReadHead(JobFixture.JobId)!;
        Assert.True(job.Store.TrySwapHead(head with { LeaderEpoch = head.LeaderEpoch - 1 }, version));
        job.Pass(seconds: 5);
        Assert.Equal((JobState.Failed, 0), (job.Result.State, job.Suspensions));
        Assert.Contains("is of an earlier time", job.Result.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_that_was_changed_otherwise_is_read_again_by_the_next_attempt()
    {
        var job = new JobFixture().Start();
        var (head, version) = job.Store.ReadHead(JobFixture.JobId)!;
        Assert.True(job.Store.TrySwapHead(head with { Writer = "it" }, version));
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Running, 1, 0), (job.Result.State, job.Result.Restarts, job.Suspensions));
        Assert.Contains("was changed in the meantime", job.Result.Failures[^1].Failure.Message, StringComparison.Ordinal);
    }

    private static void TakeOver(JobFixture job)
    {
        var (head, version) = job.Store.ReadHead(JobFixture.JobId)!;
        Assert.True(job.Store.TrySwapHead(head.TakeOver("another", head.LeaderEpoch + 1), version));
    }
}
