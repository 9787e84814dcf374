using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Tests;

/// <summary>Rescaling: a checkpoint, and an attempt at another scale from it.</summary>
public sealed class JobMasterScalingTests
{
    private static readonly JobMasterOptions Elastic = new() { LeastSlots = 1 };

    [Fact]
    public void A_job_is_scaled_up_and_down_from_a_checkpoint_and_no_restart_is_counted()
    {
        var job = new JobFixture().Start();
        Assert.Equal(new ScaleResult(TimeSpan.Zero, null), job.Rescale(4).Single());
        Assert.Equal((JobState.Running, 4, 0, 4), (job.Result.State, job.Result.Parallelism, job.Result.Restarts, job.Head.Parallelism));
        Assert.Equal((4, 1L), (job.First.Last.Subtasks.Count, job.First.Last.Restored!.Manifest.Checkpoint));
        Assert.Contains(job.Results, r => r.State == JobState.Restarting);
        Assert.Null(job.Result.Failure);
        Assert.Null(job.Rescale(1).Single().Refusal);
        Assert.Equal((1, 1, 3), (job.Result.Parallelism, job.Head.Parallelism, job.Head.Attempt));
        Assert.Equal(3, job.Pool.FreeSlots.Values.Sum());
    }

    [Fact]
    public void How_long_processing_stood_still_is_told()
    {
        var job = new JobFixture().Start();
        job.First.DoesNotHear.Add("End");
        var answers = job.Rescale(4);
        Assert.Equal(JobState.Restarting, job.Result.State);
        job.Time.Advance(TimeSpan.FromMilliseconds(300));
        job.First.DoesNotHear.Clear();
        job.Pass(seconds: 1);
        Assert.Equal(JobState.Running, job.Result.State);
        Assert.InRange(answers.Single().Interruption, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1.3));
    }

    [Fact]
    public void An_operator_is_given_a_scale_of_its_own_and_that_is_taken_away_again()
    {
        var job = new JobFixture().Start();
        Assert.Null(job.Rescale(null, new() { ["sink"] = 3 }).Single().Refusal);
        Assert.Equal((2, 3), (job.Head.Parallelism, job.Head.OperatorParallelism.Single().Value));
        Assert.Equal([2, 3], job.Result.Graph!.Vertices.Select(v => v.Parallelism));
        Assert.Null(job.Rescale(null, new() { ["sink"] = 0 }).Single().Refusal);
        Assert.Empty(job.Head.OperatorParallelism);
        Assert.Equal([2, 2], job.Result.Graph!.Vertices.Select(v => v.Parallelism));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(null, 1)]
    [InlineData(2, 1)]
    public void To_the_present_scale_nothing_is_done(int? parallelism, int? sink)
    {
        var job = new JobFixture(operators: new() { ["source"] = 2, ["sink"] = 1 }).Start();
        var answer = job.Rescale(parallelism, sink is { } own ? new() { ["sink"] = own } : null).Single();
        Assert.Equal(new ScaleResult(TimeSpan.Zero, null), answer);
        Assert.Single(job.First.Deployments);
        Assert.Empty(job.First.Triggers);
    }

    [Fact]
    public void A_job_that_runs_lower_for_want_of_slots_is_not_interrupted_for_the_scale_that_it_has()
    {
        var job = new JobFixture(Elastic, slots: 1).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 3);
        Assert.Null(job.Rescale(2).Single().Refusal);
        Assert.Equal((1, 2), (job.Result.Parallelism, job.First.Deployments.Count));
    }

    [Fact]
    public void What_cannot_be_placed_is_refused_before_anything_stops()
    {
        var job = new JobFixture().Start();
        Assert.Contains("It needs 5 slots, but 4 are available", job.Rescale(5).Single().Refusal, StringComparison.Ordinal);
        Assert.Equal((JobState.Running, 1, 2), (job.Result.State, job.First.Deployments.Count, job.Head.Parallelism));
        Assert.Empty(job.First.Triggers);
        Assert.Null(job.Rescale(4).Single().Refusal);
    }

    [Fact]
    public void What_cannot_be_planned_is_refused_before_anything_stops()
    {
        var job = new JobFixture().Start();
        job.Planner.Failure = new JobFailure(FailureDomain.User, "", "There is no operator 'x'.", "");
        Assert.Equal("There is no operator 'x'.", job.Rescale(null, new() { ["x"] = 3 }).Single().Refusal);
        Assert.Equal((JobState.Running, 1), (job.Result.State, job.First.Deployments.Count));
    }

    [Fact]
    public void A_job_that_may_run_lower_is_scaled_to_more_than_there_is()
    {
        var job = new JobFixture(Elastic).Start();
        Assert.Null(job.Rescale(6).Single().Refusal);
        Assert.Equal((JobState.Running, 4, 6), (job.Result.State, job.Result.Parallelism, job.Head.Parallelism));
    }

    [Fact]
    public void Two_at_once_come_one_after_the_other()
    {
        var job = new JobFixture().Start();
        job.Planner.Holds = true;
        var (first, second) = (job.Rescale(4), job.Rescale(3));
        Assert.Single(job.Planner.Requests);
        job.Planner.Release();
        job.Host.Settle();
        Assert.Null(first.Single().Refusal);
        Assert.Null(second.Single().Refusal);
        Assert.Equal([2, 4, 3], job.First.Deployments.Select(d => d.Job.Parallelism));
        Assert.Equal((JobState.Running, 3), (job.Result.State, job.Result.Parallelism));
    }

    [Fact]
    public void While_the_job_restarts_it_waits()
    {
        var job = new JobFixture().Start();
        job.Fail(FailureDomain.External);
        var answers = job.Rescale(4);
        Assert.Empty(answers);
        job.Pass(seconds: 0.2);
        Assert.Null(answers.Single().Refusal);
        Assert.Equal((JobState.Running, 4, 1), (job.Result.State, job.Result.Parallelism, job.Result.Restarts));
    }

    [Fact]
    public void A_failure_before_the_switch_delays_it()
    {
        var job = new JobFixture().Start();
        job.First.DoesNotHear.Add("Trigger");
        var answers = job.Rescale(4);
        job.First.DoesNotHear.Clear();
        job.Fail(FailureDomain.External);
        Assert.Empty(answers);
        job.Pass(seconds: 0.2);
        Assert.Null(answers.Single().Refusal);
        Assert.Equal((JobState.Running, 4, 1), (job.Result.State, job.Result.Parallelism, job.Result.Restarts));
    }

    [Fact]
    public void When_the_time_is_over_before_the_switch_the_job_stays_as_it_is()
    {
        var job = new JobFixture(slots: 0).Start();
        var answers = job.Rescale(1);
        job.Pass(seconds: 61);
        Assert.True(answers.Single().IsLate);
        Assert.Contains("The job is waiting, and was not rescaled within 60 s", answers.Single().Refusal, StringComparison.Ordinal);
        job.Join(job.First);
        job.Host.Settle();
        Assert.Equal((JobState.Running, 2), (job.Result.State, job.Result.Parallelism));
    }

    [Fact]
    public void When_the_time_is_over_after_the_switch_the_job_goes_on_at_the_new_scale()
    {
        var job = new JobFixture().Start();
        job.First.Loses.UnionWith(["Running", "Heartbeat"]);
        var answers = job.Rescale(4, seconds: 5);
        job.Pass(seconds: 5.1);
        Assert.True(answers.Single().IsLate);
        Assert.Contains("It will continue at the new parallelism", answers.Single().Refusal, StringComparison.Ordinal);
        job.First.Loses.Clear();
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Running, 4), (job.Result.State, job.Result.Parallelism));
        Assert.Null(job.Rescale(2).Single().Refusal);
        Assert.Single(answers);
    }

    [Fact]
    public void A_savepoint_that_is_under_way_comes_to_its_end_first()
    {
        var job = new JobFixture().Start();
        job.Host.HoldsEffects = true;
        var savepoint = job.AskSavepoint();
        var answers = job.Rescale(4);
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.NotNull(savepoint.Single().Path);
        Assert.Null(answers.Single().Refusal);
        Assert.Equal([true, false], job.First.Triggers.Select(t => t.IsSavepoint));
        Assert.Equal(4, job.Result.Parallelism);
    }

    [Fact]
    public void A_checkpoint_that_is_under_way_does_not_serve_because_the_head_does_not_say_so()
    {
        var job = new JobFixture().Start();
        job.Host.HoldsEffects = true;
        job.Pass(seconds: 0.6);
        var answers = job.Rescale(4);
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Null(answers.Single().Refusal);
        Assert.Equal(2, job.First.Triggers.Count);
        Assert.Equal((4, 2L), (job.Result.Parallelism, job.First.Last.Restored!.Manifest.Checkpoint));
    }

    [Fact]
    public void Slots_that_were_found_for_it_are_given_to_no_other_job_before_the_switch()
    {
        var (job, other) = (new JobFixture().Start(), new PlayedOwner("other"));
        job.Host.HoldsEffects = true;
        var answers = job.Rescale(4);
        job.Pool.Request(other, new SlotRequest(1, 1));
        job.Host.Settle();
        Assert.Empty(other.Grants);
        job.Host.HoldsEffects = false;
        job.Host.Settle();
        Assert.Null(answers.Single().Refusal);
        Assert.Equal((4, 0), (job.Result.Parallelism, other.Grants.Count));
        Assert.Null(job.Rescale(3).Single().Refusal);
        Assert.Single(other.Grants);
    }

    [Fact]
    public void Slots_that_were_found_for_it_are_free_again_when_its_time_is_over()
    {
        var (job, other) = (new JobFixture().Start(), new PlayedOwner("other"));
        job.First.DoesNotHear.Add("Trigger");
        var answers = job.Rescale(4, seconds: 5);
        job.Pool.Request(other, new SlotRequest(1, 1));
        job.Pass(seconds: 5.1);
        Assert.True(answers.Single().IsLate);
        Assert.Single(other.Grants);
    }

    [Fact]
    public void A_job_that_ends_first_ends_it()
    {
        var job = new JobFixture().Start();
        job.Planner.Holds = true;
        var (first, second) = (job.Rescale(4), job.Rescale(3));
        job.EndInput();
        Assert.Equal(JobState.Finished, job.Result.State);
        Assert.Equal(["The job ended first.", "The job ended first."], first.Concat(second).Select(a => a.Refusal!));
        job.Planner.Release();
        job.Host.Settle();
        Assert.Equal(JobState.Finished, job.Result.State);
    }

    [Fact]
    public void A_job_that_is_being_stopped_is_not_scaled()
    {
        var job = new JobFixture().Start();
        job.Fail(FailureDomain.External);
        job.Stop();
        Assert.Contains("was told to stop, and does so when it runs again", job.Rescale(4).Single().Refusal!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_after_the_switch_is_a_restart_at_the_new_scale()
    {
        var job = new JobFixture(slots: 4).Start();
        job.First.DoesNotHear.Add("End");
        var answers = job.Rescale(4);
        job.Leave(job.Second);
        Assert.Empty(answers);
        job.First.DoesNotHear.Clear();
        job.Pass(seconds: 2);
        Assert.Null(answers.Single().Refusal);
        Assert.Equal((JobState.Running, 4, 8), (job.Result.State, job.Result.Parallelism, job.First.Last.Subtasks.Count));
    }

    [Fact]
    public void A_failure_while_the_job_is_about_to_go_up_leads_to_one_attempt_and_not_to_two()
    {
        var job = new JobFixture(Elastic, slots: 1).Start();
        job.Leave(job.Second);
        job.Pass(seconds: 2.5);
        job.Host.HoldsEffects = true;
        job.Join(new FakeTasks("tm-2", job.JobManager), slots: 1);
        job.Host.Settle();
        job.First.Fail(FailureDomain.External);
        job.Host.Settle();
        job.Host.HoldsEffects = false;
        job.Pass(seconds: 3);
        Assert.Equal((JobState.Running, 2, 3), (job.Result.State, job.Result.Parallelism, job.First.Deployments.Count));
    }
}
