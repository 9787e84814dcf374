using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;
using Millrace.Testing.Clusters;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>Another job manager takes over while the tasks of its predecessor run.</summary>
public sealed class AdoptionTests
{
    private readonly MemoryBlobStore _blobs = new();
    private readonly DispatcherFixture _cluster;

    public AdoptionTests() => _cluster = new DispatcherFixture(_blobs);

    [Fact]
    public void Tasks_whose_attempt_is_current_run_on_and_checkpoints_go_on()
    {
        var id = Begin();
        var (before, deployed) = (_cluster.Head(id), _cluster.Tasks.Deployments.Count);
        var next = _cluster.Restart(keepsTasks: true);
        Assert.Equal((JobState.Running, 0), (next.Status(id).Result.State, next.Status(id).Result.Restarts));
        next.Pass(seconds: 2);
        Assert.Equal((before.Attempt, deployed), (next.Head(id).Attempt, next.Tasks.Deployments.Count));
        Assert.True(next.Head(id).LeaderEpoch > before.LeaderEpoch && next.Head(id).Latest!.Checkpoint > before.ReservedIds);
        // Increments go on from the checkpoint that the predecessor completed.
        Assert.Equal((before.Latest!.Checkpoint, true), (First(next, before).Base, First(next, before).TellsAll));
        Assert.False(next.Tasks.Triggers[^1].TellsAll);
        Assert.Contains(before.Latest.Checkpoint, next.Tasks.Permits);
        Assert.Equal(1, Slots(next));
        Assert.Empty(next.Planner.Requests);
    }

    [Fact]
    public void What_the_predecessor_had_in_flight_is_aborted()
    {
        var id = Begin();
        _cluster.Tasks.Loses.Add(nameof(IJobManagerGateway.Acknowledge));
        _cluster.Pass(seconds: 1);
        var inFlight = _cluster.Tasks.Triggers[^1].Checkpoint;
        _cluster.Tasks.Loses.Clear();
        var next = _cluster.Restart(keepsTasks: true);
        Assert.Contains(inFlight, next.Tasks.Aborts);
        next.Pass(seconds: 2);
        Assert.True(next.Head(id).Latest!.Checkpoint > inFlight);
        Assert.DoesNotContain(inFlight, next.Head(id).Retained.Select(static c => c.Checkpoint));
    }

    [Fact]
    public void A_task_that_has_not_started_gets_a_new_attempt_with_its_region()
    {
        _cluster.Tasks.NeverStarts = true;
        var id = _cluster.Submit(parallelism: 2);
        _cluster.Tasks.NeverStarts = false;
        var next = _cluster.Restart(keepsTasks: true);
        Assert.Equal((JobState.Running, 2, 0), (next.Status(id).Result.State, next.Head(id).Attempt, next.Status(id).Result.Restarts));
        Assert.Equal(2, Slots(next));
    }

    [Fact]
    public void Regions_that_run_are_kept_and_the_others_start_again()
    {
        _cluster.Planner.IsDivided = true;
        var id = Begin(parallelism: 2);
        var failed = _cluster.Tasks.Running[0];
        _cluster.Tasks.Lose(failed);
        var next = _cluster.Restart(keepsTasks: true);
        next.Pass(seconds: 1);
        Assert.Equal((JobState.Running, 0), (next.Status(id).Result.State, next.Status(id).Result.Restarts));
        Assert.Equal([failed], next.Tasks.Last.Subtasks);
        Assert.All(next.Tasks.Running, s => Assert.Equal(s == failed ? 2 : 1, next.Head(id).Deployment!.AttemptOf(s)));
    }

    [Fact]
    public void State_that_has_seen_a_drain_is_not_kept()
    {
        var id = Begin();
        _cluster.Tasks.Loses.Add(nameof(IJobManagerGateway.Acknowledge));
        _cluster.Ask<(JobStatus, string)>((d, answer) => d.Stop(id, drain: true, "", answer));
        Assert.True(_cluster.Tasks.Triggers[^1].Drain);
        _cluster.Tasks.Loses.Clear();
        var next = _cluster.Restart(keepsTasks: true);
        Assert.Equal((JobState.Running, 2), (next.Status(id).Result.State, next.Head(id).Attempt));
    }

    [Fact]
    public void What_a_job_was_stopped_with_is_published_by_the_tasks_that_run_on()
    {
        var id = Begin();
        _cluster.Tasks.DoesNotHear.Add("Permit");
        _cluster.Tasks.DoesNotHear.Add("Heartbeat");
        Assert.Empty(_cluster.Stop(id));
        var (stopped, deployed) = (_cluster.Head(id), _cluster.Tasks.Deployments.Count);
        _cluster.Tasks.DoesNotHear.Clear();
        var next = _cluster.Restart(keepsTasks: true);
        Assert.Equal((JobState.Stopped, HeadState.Stopped), (next.Status(id).Result.State, next.Head(id).State));
        Assert.Equal((stopped.Attempt, stopped.Latest, deployed), (next.Head(id).Attempt, next.Head(id).Latest, next.Tasks.Deployments.Count));
        Assert.Empty(next.Tasks.Running);
    }

    [Fact]
    public void A_task_manager_that_does_not_come_back_is_waited_for_a_moment()
    {
        var id = Begin();
        var next = _cluster.Restart(slots: 0);
        next.Pass(seconds: 1.8);
        Assert.Equal(JobState.Created, next.Status(id).Result.State);
        next.Pass(seconds: 0.4);
        Assert.Equal(JobState.Waiting, next.Status(id).Result.State);
    }

    [Fact]
    public void Tasks_of_a_job_that_has_ended_or_of_an_earlier_attempt_end_before_their_slots_are_granted()
    {
        var id = Begin(parallelism: 4);
        _cluster.Tasks.DoesNotHear.Add("End");
        _cluster.Cancel(id);
        _cluster.Pass(seconds: 130);
        Assert.Equal((JobState.Cancelled, 8), (_cluster.Status(id).Result.State, _cluster.Tasks.Running.Count));
        var next = _cluster.Restart(keepsTasks: true);
        var other = next.Submit("other", parallelism: 4);
        Assert.Equal(JobState.Waiting, next.Status(other).Result.State);
        next.Tasks.DoesNotHear.Clear();
        // It is told again when it joins again.
        next.Dispatcher.Pool.Leave(next.Registration, "was cut off");
        next.Join(4);
        Assert.Equal(JobState.Running, next.Status(other).Result.State);
    }

    [Fact]
    public void A_task_manager_that_was_lost_and_comes_back_ends_what_was_taken_for_lost()
    {
        var id = Begin();
        _cluster.Dispatcher.Pool.Leave(_cluster.Registration, "was cut off", mayHaveDied: false);
        _cluster.Host.Settle();
        Assert.Equal(JobState.Restarting, _cluster.Status(id).Result.State);
        _cluster.Join(4);
        _cluster.Pass(seconds: 3);
        Assert.Equal((JobState.Running, 2, 1), (_cluster.Status(id).Result.State, _cluster.Head(id).Attempt, _cluster.Status(id).Result.Restarts));
    }

    [Fact]
    public void A_job_that_is_cancelled_before_it_is_known_what_runs_is_cancelled()
    {
        var id = Begin();
        var next = _cluster.Restart(slots: 0);
        next.Cancel(id);
        Assert.Equal(JobState.Cancelled, next.Status(id).Result.State);
        Assert.Equal(HeadState.Cancelled, next.Head(id).State);
    }

    private string Begin(int parallelism = 1)
    {
        var id = _cluster.Submit(parallelism: parallelism);
        _cluster.Pass(seconds: 1);
        Assert.NotNull(_cluster.Head(id).Latest);
        return id;
    }

    private static CheckpointBarrier First(DispatcherFixture next, JobHead before) => next.Tasks.Triggers.First(t => t.Checkpoint > before.ReservedIds);

    /// <summary>How many slots of the task manager are not free.</summary>
    private static int Slots(DispatcherFixture cluster) => cluster.Registration.Slots - cluster.Dispatcher.Pool.FreeSlots["tm-0"];
}
