using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests;

/// <summary>Checkpoints that fail, and those that are damaged.</summary>
public sealed class JobMasterCheckpointTests
{
    [Fact]
    public void A_checkpoint_that_is_declined_is_aborted_and_the_job_goes_on_with_a_higher_id()
    {
        var job = new JobFixture().Start();
        job.First.Loses.Add("Acknowledge");
        job.Pass(seconds: 0.6);
        job.JobManager.Declined(job.First.Last.Attempt, job.First.Last.Subtasks[0], 1, "the disk is full");
        job.Host.Settle();
        Assert.Equal([[1L], [1L]], job.TaskManagers.Select(t => t.Aborts));
        job.First.Loses.Clear();
        job.Pass(seconds: 0.6);
        Assert.Equal((JobState.Running, 2L, 1, 0), (job.Result.State, job.Result.LatestCheckpoint, job.Result.Checkpoints, job.Result.Restarts));
    }

    [Fact]
    public void A_checkpoint_that_is_not_complete_in_time_is_aborted_and_what_comes_late_has_no_effect()
    {
        var job = new JobFixture().Start();
        job.Second.Loses.Add("Acknowledge");
        job.Pass(TimeSpan.FromMinutes(10));
        Assert.Empty(job.First.Aborts);
        job.Pass(seconds: 1);
        Assert.Equal([1L], job.First.Aborts);
        foreach (var subtask in job.Second.Last.Subtasks) job.JobManager.Acknowledge(job.Second.Last.Attempt, new SubtaskAcknowledgement(subtask, 1, false, new SubtaskState(1, FakeTasks.Writer, [])));
        job.Host.Settle();
        Assert.Equal((JobState.Running, 0), (job.Result.State, job.Result.Checkpoints));
    }

    [Fact]
    public void Checkpoints_that_fail_in_a_row_fail_the_attempt_and_one_that_is_complete_begins_the_count_again()
    {
        var job = new JobFixture().Start();
        job.Faults.FailsPut = name => name.Contains("manifest", StringComparison.Ordinal);
        job.Pass(seconds: 1.6);
        job.Faults.FailsPut = static _ => false;
        job.Pass(seconds: 0.5);
        Assert.Equal((JobState.Running, 4L), (job.Result.State, job.Result.LatestCheckpoint));
        job.Faults.FailsPut = name => name.Contains("manifest", StringComparison.Ordinal);
        job.Pass(seconds: 1.6);
        Assert.Equal(JobState.Running, job.Result.State);
        job.Pass(seconds: 0.5);
        Assert.Contains(job.Results, r => r.State == JobState.Restarting);
        Assert.Equal(FailureDomain.External, job.Result.Failure?.Domain);
        Assert.Contains("4 checkpoints in a row", job.Result.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_not_used_again_by_the_next_attempt()
    {
        var job = new JobFixture().Start();
        job.First.Loses.Add("Acknowledge");
        job.Pass(seconds: 1);
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 2);
        Assert.Equal([1L, JobHead.IdBlock + 1], job.First.Triggers.Select(t => t.Checkpoint));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void While_it_is_not_known_whether_the_head_was_changed_tasks_run_on_and_are_told_nothing(bool hadEffect)
    {
        var job = new JobFixture(restart: RestartPolicy.None).Start();
        if (hadEffect) job.Faults.LosesSwap = static _ => true;
        else job.Faults.FailsSwap = static _ => true;
        job.Pass(seconds: 5);
        Assert.Equal((JobState.Running, 0L), (job.Result.State, job.Result.LatestCheckpoint));
        Assert.Empty(job.First.Aborts);
        Assert.Empty(job.First.Permits);
        (job.Faults.LosesSwap, job.Faults.FailsSwap) = (static _ => false, static _ => false);
        job.Pass(seconds: 1.1);
        Assert.Equal((JobState.Running, 2L), (job.Result.State, job.Result.LatestCheckpoint));
        Assert.Equal([1L, 2L], job.First.Permits.Distinct());
        Assert.Single(job.First.Deployments);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_not_known_of_the_head_when_the_time_of_a_checkpoint_is_over_the_next_attempt_reads(bool hadEffect)
    {
        var job = new JobFixture(new JobMasterOptions { CheckpointTimeout = TimeSpan.FromSeconds(5) }).Start();
        if (hadEffect) job.Faults.LosesSwap = static _ => true;
        else job.Faults.FailsSwap = static _ => true;
        job.Pass(seconds: 5.5);
        Assert.Equal(JobState.Restarting, job.Result.State);
        Assert.Empty(job.First.Aborts);
        (job.Faults.LosesSwap, job.Faults.FailsSwap) = (static _ => false, static _ => false);
        job.Pass(seconds: 0.5);
        Assert.Equal(hadEffect ? 1L : null, job.First.Last.Restored?.Manifest.Checkpoint);
        Assert.Equal(JobState.Running, job.Result.State);
    }

    [Fact]
    public void Ids_that_cannot_be_reserved_are_reserved_later_and_the_tasks_run_on()
    {
        var job = new JobFixture(new JobMasterOptions { CheckpointInterval = TimeSpan.FromMilliseconds(1) }, RestartPolicy.None).Start();
        for (var i = 1; i < JobHead.IdBlock; i++) Pass();
        job.Faults.FailsSwap = static _ => true;
        for (var i = 0; i < 5; i++) Pass();
        Assert.Equal(JobState.Running, job.Result.State);
        job.Faults.FailsSwap = static _ => false;
        job.Pass(seconds: 2);
        Assert.Contains(job.First.Triggers, static t => t.Checkpoint > JobHead.IdBlock);
        Assert.Equal(0, job.Result.Restarts);

        void Pass()
        {
            job.Time.Advance(TimeSpan.FromMilliseconds(1));
            job.Host.Settle();
        }
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_and_abandoned()
    {
        var job = TwoCheckpoints(canRetract: true);
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 0.4);
        Assert.Equal(1, job.First.Last.Restored?.Manifest.Checkpoint);
        Assert.Equal([1L], job.Head.Retained.Select(r => r.Checkpoint));
        Assert.Equal(JobState.Running, job.Result.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_checkpoint_in_which_a_task_finds_damage_is_passed_over_at_once_if_the_sinks_can_retract(bool canRetract)
    {
        var job = new JobFixture(canRetract: canRetract, restart: RestartPolicy.None);
        job.Start().Pass(seconds: 1.1);
        job.JobManager.Failed(job.First.Last.Attempt, job.First.Running[0], new JobFailure(FailureDomain.External, "", "blob 7 is damaged", "") { DamagedCheckpoint = 2 });
        job.Host.Settle();
        job.Pass(seconds: 0.1);
        if (canRetract)
        {
            Assert.Equal((JobState.Running, 1L), (job.Result.State, job.First.Last.Restored?.Manifest.Checkpoint));
            Assert.Equal([1L], job.Head.Retained.Select(r => r.Checkpoint));
            return;
        }

        Assert.Equal(JobState.Failed, job.Result.State);
        Assert.Contains("blob 7 is damaged", job.Result.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("cannot retract", job.Result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, job.Head.Latest?.Checkpoint);
    }

    [Fact]
    public void A_damaged_checkpoint_ends_a_job_whose_sink_cannot_take_back_what_it_showed()
    {
        var job = TwoCheckpoints(canRetract: false);
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 0.4);
        Assert.Equal(JobState.Failed, job.Result.State);
        Assert.Contains("cannot retract", job.Result.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(2, job.Head.Latest?.Checkpoint);
    }

    [Fact]
    public void A_barrier_names_the_latest_completed_checkpoint_as_its_base()
    {
        var job = new JobFixture().Start();
        job.Pass(seconds: 1.1);
        job.First.Loses.Add("Acknowledge");
        job.Pass(seconds: 0.6);
        job.JobManager.Declined(job.First.Last.Attempt, job.First.Last.Subtasks[0], 3, "the disk is full");
        job.First.Loses.Clear();
        job.Pass(seconds: 0.6);
        Assert.Equal([0L, 1L, 2L, 2L], job.First.Triggers.Select(t => t.Base).Take(4));
        job.Fail(FailureDomain.External);
        job.Pass(seconds: 1.2);
        Assert.Equal(job.First.Last.Restored!.Manifest.Checkpoint, job.First.Triggers.First(t => t.Checkpoint > JobHead.IdBlock).Base);
    }

    [Fact]
    public void A_checkpoint_goes_on_from_the_blobs_of_its_base_which_no_sweep_takes()
    {
        var job = new JobFixture();
        Write(job, static checkpoint => new StateBlock("sink", "_timers/event", 5, 0, 3, 0, IsFull: checkpoint is 1 or 4));
        job.Start().Pass(seconds: 1.6);
        Assert.Equal(3, job.Head.Latest?.Checkpoint);
        Assert.Equal([1L, 2L, 3L], StateOf(job).Select(IdOf).Distinct());
        for (var i = 0; i < 4; i++) job.Pass(seconds: 0.5);
        Assert.Equal(7, job.Head.Latest?.Checkpoint);
        Assert.Equal([4L, 5L, 6L, 7L], StateOf(job).Select(IdOf).Distinct());
        Assert.Equal([4L, 5L, 6L, 7L], job.Blobs.List($"{JobFixture.JobId}/blobs/").Where(static n => n.EndsWith("-0", StringComparison.Ordinal)).Select(static n => long.Parse(n.Split('/')[^1].Split('-')[0])).Distinct().Order());
        Assert.Equal([5L, 6L, 7L], job.Blobs.List($"{JobFixture.JobId}/blobs/").Where(static n => n.EndsWith("-index", StringComparison.Ordinal)).Select(static n => long.Parse(n.Split('/')[^1].Split('-')[0])).Distinct().Order());
        job.Store.Verify(job.Head.Latest!.Manifest);
    }

    private static IReadOnlyList<StateBlob> StateOf(JobFixture job) => job.Store.ReadState(job.Store.ReadManifest(job.Head.Latest!.Manifest));

    private static long IdOf(StateBlob blob) => long.Parse(blob.Name.Split('/')[^1].Split('-')[0]);

    private static void Write(JobFixture job, Func<long, StateBlock> block)
    {
        var state = new StoredState(job.Store, block);
        foreach (var taskManager in job.TaskManagers) taskManager.Write = state.Write;
    }

    private static JobFixture TwoCheckpoints(bool canRetract)
    {
        var job = new JobFixture(canRetract: canRetract);
        Write(job, static _ => new StateBlock("source", "_splits", -1, 0, 3, 0));
        job.Start().Pass(seconds: 1.1);
        Assert.Equal([1L, 2L], job.Head.Retained.Select(r => r.Checkpoint));
        job.Blobs.Delete(job.Blobs.List($"{JobFixture.JobId}/blobs/").First(n => n.Contains("000000000002-", StringComparison.Ordinal)));
        return job;
    }
}
