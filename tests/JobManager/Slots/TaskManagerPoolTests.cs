using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Tests.Slots;

public sealed class TaskManagerPoolTests
{
    private readonly PoolFixture _fixture = new();

    [Fact]
    public void A_grant_names_the_request_and_the_ways_to_the_task_managers()
    {
        var (first, second) = (_fixture.Join("a"), _fixture.Join("b"));
        var request = new SlotRequest(2, 2);
        _fixture.Pool.Request(_fixture.Job, request);
        _fixture.Host.Settle();
        var grant = _fixture.Job.Grants.Single();
        Assert.Same(request, grant.Request);
        Assert.Equal([first, second], grant.TaskManagers.OrderBy(t => t.Id));
        Assert.Equal(grant.TaskManagers.Select(t => t.Id), grant.Placement.TaskManagers.Select(t => t.Id));
        Assert.Empty(_fixture.Job.Waiting);
    }

    [Fact]
    public void Who_waits_is_told_for_what_each_time_that_changes_something()
    {
        _fixture.Pool.Request(_fixture.Job, new SlotRequest(4, 3));
        _fixture.Host.Settle();
        _fixture.Join("a");
        Assert.Equal(
            ["4 slots (at least 3); 0 of 0 are free on 0 task managers", "4 slots (at least 3); 2 of 2 are free on 1 task manager"], _fixture.Job.Waiting);
    }

    [Fact]
    public void The_owners_of_slots_that_are_gone_are_told_and_no_others()
    {
        _fixture.Join("a", slots: 1);
        _fixture.Ask(_fixture.Job, 1);
        var registration = new TaskManagerRegistration("b", "", "", 1);
        _fixture.Pool.Join(registration, new FakeTasks("b", null!), _fixture.Planner);
        _fixture.Ask(_fixture.Other, 1);
        _fixture.Pool.Leave(registration, "was killed");
        _fixture.Host.Settle();
        Assert.Equal(["b was killed"], _fixture.Other.Losses);
        Assert.Empty(_fixture.Job.Losses);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("another process")]
    public void One_that_joins_anew_replaces_the_one_before_and_the_end_of_that_does_not_end_it(string instance)
    {
        var (before, after) = (new TaskManagerRegistration("a", "1", "", 2), new TaskManagerRegistration("a", instance, "", 2));
        _fixture.Pool.Join(before, new FakeTasks("a", null!), _fixture.Planner);
        _fixture.Ask(_fixture.Job, 2);
        _fixture.Pool.Join(after, new FakeTasks("a", null!), _fixture.Planner);
        _fixture.Pool.Leave(before, "closed its connection");
        _fixture.Host.Settle();
        Assert.Equal(["a was replaced"], _fixture.Job.Losses);
        Assert.Null(Assert.Single(_fixture.Job.Suspicions));
        Assert.Equal(2, _fixture.Pool.FreeSlots["a"]);
        _fixture.Ask(_fixture.Job, 2);
        Assert.Equal(2, _fixture.Job.Grants.Count);
    }

    [Fact]
    public void A_job_that_has_asked_for_more_is_told_once_when_there_are_slots_that_nobody_waits_for()
    {
        _fixture.Join("a");
        _fixture.Ask(_fixture.Job, 1);
        Assert.Equal(0, _fixture.Job.Offers);
        _fixture.AskForMore();
        Assert.Equal(1, _fixture.Job.Offers);
        _fixture.Ask(_fixture.Other, 4);
        _fixture.AskForMore();
        Assert.Equal(1, _fixture.Job.Offers);
        _fixture.Pool.Release("other");
        _fixture.Host.Settle();
        Assert.Equal(2, _fixture.Job.Offers);
        _fixture.Join("b");
        Assert.Equal(2, _fixture.Job.Offers);
    }

    [Fact]
    public void A_job_that_asks_anew_or_has_ended_is_told_of_free_slots_no_more()
    {
        _fixture.Join("a", slots: 1);
        _fixture.Ask(_fixture.Job, 1);
        _fixture.AskForMore();
        _fixture.Ask(_fixture.Job, 1);
        _fixture.Join("b");
        Assert.Equal(0, _fixture.Job.Offers);
        _fixture.Ask(_fixture.Other, 2);
        _fixture.AskForMore();
        _fixture.Pool.Release("job");
        _fixture.AskForMore();
        _fixture.Pool.Release("other");
        _fixture.Host.Settle();
        Assert.Equal(0, _fixture.Job.Offers);
    }

    [Fact]
    public void Who_waits_hears_of_changes_at_most_once_in_a_second_and_of_the_last_one()
    {
        _fixture.Pool.Request(_fixture.Job, new SlotRequest(9, 9));
        _fixture.Host.Settle();
        _fixture.Join("a");
        _fixture.Join("b");
        _fixture.Join("c");
        Assert.Equal(2, _fixture.Job.Waiting.Count);
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        _fixture.Host.Settle();
        Assert.Equal("9 slots; 6 of 6 are free on 3 task managers", _fixture.Job.Waiting[^1]);
        _fixture.Time.Advance(TimeSpan.FromSeconds(5));
        _fixture.Host.Settle();
        Assert.Equal(3, _fixture.Job.Waiting.Count);
    }

    [Fact]
    public void What_a_job_gave_up_that_has_ended_itself_gives_its_slots_back_when_it_ends()
    {
        var attempt = new ExecutionAttempt("job", 1);
        _fixture.Pool.Doubt(_fixture.Join("a"), attempt, [new SubtaskId(0, 0)]);
        _fixture.Host.Settle();
        Assert.Equal(0, _fixture.Pool.FreeSlots["a"]);
        new JobRouter(_fixture.Pool).Ended(attempt, "a", [new SubtaskId(0, 0)]);
        _fixture.Host.Settle();
        Assert.Equal(2, _fixture.Pool.FreeSlots["a"]);
    }

    [Fact]
    public void Doubt_of_one_that_has_been_replaced_is_not_doubt_of_the_other()
    {
        var before = _fixture.Join("a");
        var after = _fixture.Join("a");
        _fixture.Pool.Doubt(before, new ExecutionAttempt("job", 1), [new SubtaskId(0, 0)]);
        _fixture.Host.Settle();
        Assert.Equal(2, _fixture.Pool.FreeSlots["a"]);
        _fixture.Pool.Doubt(after, new ExecutionAttempt("job", 1), [new SubtaskId(0, 0)]);
        _fixture.Host.Settle();
        Assert.Equal(0, _fixture.Pool.FreeSlots["a"]);
        _fixture.Pool.Ended(new ExecutionAttempt("job", 1), "a", [new SubtaskId(0, 0)]);
        _fixture.Host.Settle();
        Assert.Equal(2, _fixture.Pool.FreeSlots["a"]);
    }

    [Fact]
    public void What_a_reservation_kept_is_given_when_that_ends()
    {
        _fixture.Join("a");
        _fixture.Pool.Reserve("job", new SlotRequest(2, 2), static _ => { });
        _fixture.Ask(_fixture.Other, 1);
        Assert.Empty(_fixture.Other.Grants);
        _fixture.Pool.Unreserve("job");
        _fixture.Host.Settle();
        Assert.Single(_fixture.Other.Grants);
    }

    [Fact]
    public void Task_managers_that_are_kept_for_a_job_take_no_other_one_and_it_runs_on_no_other_one()
    {
        _fixture.Pool.Request(_fixture.Job, new SlotRequest(2, 2));
        _fixture.Pool.Request(_fixture.Other, new SlotRequest(3, 3));
        var kept = new TaskManagerRegistration("kept", "1", "", 2) { Jobs = ["name of job"] };
        _fixture.Pool.Join(kept, new FakeTasks("kept", null!), _fixture.Planner);
        _fixture.Host.Settle();
        Assert.Equal(["kept"], _fixture.Job.Grants.Single().TaskManagers.Select(static t => t.Id));
        _fixture.Join("a", slots: 2);
        Assert.Empty(_fixture.Other.Grants);
        _fixture.Die(kept);
        _fixture.Ask(_fixture.Job, 2);
        Assert.Single(_fixture.Job.Grants);
        Assert.Contains("reserved for it", _fixture.Job.Waiting[^1], StringComparison.Ordinal);
        _fixture.Join("b", slots: 1);
        Assert.Equal(["a", "b"], _fixture.Other.Grants.Single().TaskManagers.Select(static t => t.Id).Order());
        _fixture.Pool.Join(kept with { Instance = "2" }, new FakeTasks("kept", null!), _fixture.Planner);
        _fixture.Host.Settle();
        Assert.Equal(2, _fixture.Job.Grants.Count);
    }
}
