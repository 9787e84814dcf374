using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Metrics;
using Millrace.Core.Restoring;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.TaskManager.Tests;

/// <summary>Which messages have an effect, and what is answered.</summary>
public sealed class TaskExecutorTests
{
    [Fact]
    public void Deployed_tasks_run_to_the_end_of_their_input()
    {
        var executor = new ExecutorFixture();
        executor.Deploy(1);
        Assert.Equal((executor.Subtasks, executor.Subtasks), (executor.JobManager.RunningSubtasks.Count, executor.JobManager.EndedInputs.Count));
        Assert.Equal(ExecutorFixture.Numbers, executor.Readings.Sum(MetricNames.SourceRecords));
        executor.Trigger(1);
        Assert.Equal(executor.Subtasks, executor.JobManager.Acknowledgements.Count);
        Assert.All(executor.JobManager.Acknowledgements, a => Assert.True(a.Finished));
        Assert.Empty(executor.World.Visible);
        executor.Executor.Permit(ExecutorFixture.Permit(1));
        executor.Host.Settle();
        Assert.Equal(Enumerable.Range(0, ExecutorFixture.Numbers), executor.World.Visible.Order());
        Assert.Equal(executor.Subtasks, executor.JobManager.Confirmations.Count(c => c.Checkpoint == 1));
        executor.End(1);
        Assert.Equal([1], executor.JobManager.EndedAttempts);
        Assert.Equal(ExecutorFixture.Numbers, executor.Readings.Sum(MetricNames.SourceRecords));
    }

    [Fact]
    public void What_a_drain_left_unread_is_not_read_by_the_attempt_that_only_publishes()
    {
        var executor = new ExecutorFixture(map: static n => throw new InvalidOperationException($"{n} was read."));
        executor.Deploy(2, restored: new RestoredCheckpoint(TestCheckpoints.Empty(1, "job-1", finished: true), []));
        Assert.Empty(executor.JobManager.Failures);
        Assert.Equal(executor.Subtasks, executor.JobManager.EndedInputs.Count);
        Assert.Equal(0, executor.Readings.Sum(MetricNames.SourceRecords));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_permit_that_comes_with_a_barrier_or_a_heartbeat_publishes_once(bool withBarrier)
    {
        var executor = new ExecutorFixture();
        executor.Deploy(1);
        executor.Trigger(1);
        for (var i = 0; i < 3; i++)
        {
            if (withBarrier) executor.Trigger(2 + i, permit: ExecutorFixture.Permit(1));
            else executor.Heartbeat(permit: ExecutorFixture.Permit(1));
        }

        Assert.Equal(Enumerable.Range(0, ExecutorFixture.Numbers), executor.World.Visible.Order());
        Assert.Equal(executor.Subtasks, executor.JobManager.Confirmations.Count);
    }

    [Fact]
    public void Heartbeats_wake_a_task_only_for_what_is_new()
    {
        var executor = new ExecutorFixture();
        executor.Deploy(1);
        executor.Trigger(1);
        executor.Heartbeat(permit: ExecutorFixture.Permit(1));
        var stepped = new List<string>();
        executor.Host.Holds = name =>
        {
            stepped.Add(name);
            return false;
        };
        executor.Executor.Heartbeat(ExecutorFixture.Attempt(1), ExecutorFixture.Permit(1), new Dictionary<string, long> { ["group"] = 4 });
        executor.Host.Settle();
        Assert.DoesNotContain(stepped, static name => !name.StartsWith("task executor", StringComparison.Ordinal));
        executor.Heartbeat(permit: ExecutorFixture.Permit(2));
        Assert.Contains(stepped, static name => !name.StartsWith("task executor", StringComparison.Ordinal));
    }

    [Fact]
    public void A_heartbeat_repeats_what_was_told()
    {
        var executor = new ExecutorFixture(rate: 10);
        Assert.False(executor.Heartbeat().HasAttempt);
        executor.Deploy(1);
        var report = executor.Heartbeat();
        Assert.True(report.HasAttempt);
        Assert.All(report.Subtasks, s => Assert.Equal((true, false, 0L, null), (s.IsRunning, s.InputEnded, s.Confirmed, s.Failure)));
        for (var i = 0; i < 60; i++) executor.Pass(seconds: 0.1);
        executor.Trigger(1);
        report = executor.Heartbeat(permit: ExecutorFixture.Permit(1));
        report = executor.Heartbeat();
        Assert.All(report.Subtasks, s => Assert.Equal((true, true, 1L, null), (s.IsRunning, s.InputEnded, s.Confirmed, s.Failure)));
    }

    [Fact]
    public void A_heartbeat_repeats_a_failure()
    {
        var executor = new ExecutorFixture(map: n => n == 7 ? throw new FormatException("no") : n);
        executor.Deploy(1);
        var failure = executor.Heartbeat().Subtasks.Single(s => s.Failure is not null).Failure!;
        Assert.Equal((FailureDomain.User, "map-it", "FormatException: no"), (failure.Domain, failure.Operator, failure.Message));
        Assert.Contains("numbers", failure.Record, StringComparison.Ordinal);
        Assert.Equal(failure, Assert.Single(executor.JobManager.Failures));
    }

    [Fact]
    public void What_runs_is_told_to_a_job_manager_that_does_not_know_it()
    {
        var executor = new ExecutorFixture(rate: 10);
        Assert.Empty(executor.Report());
        executor.Deploy(1);
        executor.Trigger(7);
        var job = Assert.Single(executor.Report());
        Assert.Equal((ExecutorFixture.Attempt(1), executor.Subtasks, 0), (job.Attempt, job.Subtasks.Count, job.Ending.Count));
        Assert.All(job.Subtasks, static s => Assert.True(s.IsRunning && !s.HasDrained));
        Assert.All(job.Subtasks, static s => Assert.Equal(s.Subtask.Vertex == 0 ? 7 : 0, s.Barrier));
        executor.End(1);
        Assert.Empty(executor.Report());
    }

    [Fact]
    public void A_newer_attempt_replaces_an_older_one_and_never_the_other_way()
    {
        var executor = new ExecutorFixture(rate: 10);
        executor.Deploy(2);
        executor.Deploy(1);
        executor.Trigger(1, attempt: 1);
        Assert.Empty(executor.JobManager.Acknowledgements);
        executor.Deploy(3);
        Assert.False(executor.Heartbeat(2).HasAttempt);
        executor.Trigger(1, attempt: 2);
        Assert.Empty(executor.JobManager.Acknowledgements);
        executor.Trigger(2, attempt: 3);
        Assert.Equal(executor.Subtasks, executor.JobManager.Acknowledgements.Count);
        executor.End(3);
        Assert.Equal([3], executor.JobManager.EndedAttempts);
    }

    [Fact]
    public void The_end_of_an_attempt_is_answered_as_often_as_it_is_asked_for_and_also_where_there_is_none()
    {
        var executor = new ExecutorFixture(rate: 10);
        executor.End(1);
        executor.Deploy(2);
        executor.Executor.End(ExecutorFixture.Attempt(2), [new SubtaskId(0, 0)]);
        executor.End(2);
        executor.End(2);
        Assert.Equal([1, 2, 2, 2], executor.JobManager.EndedAttempts);
        Assert.False(executor.Heartbeat(2).HasAttempt);
    }

    [Fact]
    public void Tasks_end_when_nothing_is_heard_of_the_job_manager()
    {
        var executor = new ExecutorFixture(rate: 0.01);
        executor.Deploy(1);
        for (var i = 0; i < 20; i++)
        {
            executor.Pass(seconds: 5);
            Assert.True(executor.Heartbeat().HasAttempt);
        }

        for (var i = 0; i < 6; i++) executor.Pass(seconds: 5);
        Assert.False(executor.Heartbeat().HasAttempt);
    }

    [Fact]
    public void State_that_cannot_be_written_declines_the_checkpoint_and_fails_no_task()
    {
        var executor = new ExecutorFixture(rate: 10);
        executor.Deploy(1);
        executor.Faults.FailsPut = static _ => true;
        executor.Trigger(1);
        Assert.NotEmpty(executor.JobManager.Declines);
        Assert.Empty(executor.JobManager.Failures);
        executor.Faults.FailsPut = static _ => false;
        executor.Trigger(2);
        Assert.Equal(executor.Subtasks, executor.JobManager.Acknowledgements.Count(a => a.Checkpoint == 2));
    }

    [Fact]
    public void Tasks_that_the_job_manager_has_given_up_end_and_the_next_attempt_runs()
    {
        var executor = new ExecutorFixture(rate: 10);
        executor.Deploy(1);
        executor.Executor.EndAll();
        executor.Host.Settle();
        Assert.False(executor.Heartbeat().HasAttempt);
        Assert.Empty(executor.JobManager.EndedAttempts);
        executor.Deploy(2);
        Assert.True(executor.Heartbeat(attempt: 2).HasAttempt);
    }

    [Fact]
    public void A_defect_in_what_is_done_for_an_attempt_fails_it_and_nothing_else()
    {
        var executor = new ExecutorFixture();
        executor.Executor.Deploy(new DeployTasks(null!, ExecutorFixture.Attempt(1), "", null!, null!, null));
        executor.Host.Settle();
        Assert.Equal(FailureDomain.Engine, Assert.Single(executor.JobManager.Failures).Domain);
        executor.Deploy(2);
        Assert.True(executor.Heartbeat(attempt: 2).HasAttempt);
    }

    [Fact]
    public void A_task_that_does_not_end_is_given_up_and_the_next_attempt_runs()
    {
        var executor = new ExecutorFixture(rate: 10);
        executor.Deploy(1);
        executor.Host.Holds = static name => name.EndsWith("0/1", StringComparison.Ordinal);
        executor.End(1);
        executor.Pass(seconds: 29);
        Assert.Empty(executor.JobManager.EndedAttempts);
        executor.Pass(seconds: 2);
        Assert.Equal([1], executor.JobManager.EndedAttempts);
        Assert.Equal([1], executor.JobManager.Pinned);
        Assert.Contains("of attempt 1", Assert.Single(executor.Executor.Stuck.Names), StringComparison.Ordinal);
        executor.Deploy(2);
        executor.Trigger(1, attempt: 2);
        Assert.Contains(executor.JobManager.Acknowledgements, a => a.Checkpoint == 1);
        executor.Host.Holds = static _ => false;
        executor.Host.Settle();
        Assert.Equal([1, 0], executor.JobManager.Pinned);
        Assert.Empty(executor.Executor.Stuck.Names);
        Assert.Equal([1], executor.JobManager.EndedAttempts);
    }
}
