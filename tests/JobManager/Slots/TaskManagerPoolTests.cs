using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Slots;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.JobManager.Tests.Slots;

public sealed class TaskManagerPoolTests
{
    private readonly ManualHost _host = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PlayedPlanner _planner = new();
    private readonly TaskManagerPool _pool;
    private readonly PlayedOwner _job = new("job");
    private readonly PlayedOwner _other = new("other");

    public TaskManagerPoolTests() => _pool = new TaskManagerPool(_host, _time);

    [Fact]
    public void A_grant_names_the_request_and_the_ways_to_the_task_managers()
    {
        var (first, second) = (Join("a"), Join("b"));
        var request = new SlotRequest(2, 2);
        _pool.Request(_job, request);
        _host.Settle();
        var grant = _job.Grants.Single();
        Assert.Same(request, grant.Request);
        Assert.Equal([first, second], grant.TaskManagers.OrderBy(t => t.Id));
        Assert.Equal(grant.TaskManagers.Select(t => t.Id), grant.Placement.TaskManagers.Select(t => t.Id));
        Assert.Empty(_job.Waiting);
    }

    [Fact]
    public void Who_waits_is_told_for_what_each_time_that_changes_something()
    {
        _pool.Request(_job, new SlotRequest(4, 3));
        _host.Settle();
        Join("a");
        Assert.Equal(
            ["4 slots (at least 3); 0 of 0 are free on 0 task managers", "4 slots (at least 3); 2 of 2 are free on 1 task manager"], _job.Waiting);
    }

    [Fact]
    public void The_owners_of_slots_that_are_gone_are_told_and_no_others()
    {
        Join("a", slots: 1);
        Ask(_job, 1);
        var registration = new TaskManagerRegistration("b", "", "", 1);
        _pool.Join(registration, new FakeTasks("b", null!), _planner);
        Ask(_other, 1);
        _pool.Leave(registration, "was killed");
        _host.Settle();
        Assert.Equal(["b was killed"], _other.Losses);
        Assert.Empty(_job.Losses);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("another process")]
    public void One_that_joins_anew_replaces_the_one_before_and_the_end_of_that_does_not_end_it(string instance)
    {
        var (before, after) = (new TaskManagerRegistration("a", "1", "", 2), new TaskManagerRegistration("a", instance, "", 2));
        _pool.Join(before, new FakeTasks("a", null!), _planner);
        Ask(_job, 2);
        _pool.Join(after, new FakeTasks("a", null!), _planner);
        _pool.Leave(before, "closed its connection");
        _host.Settle();
        Assert.Equal(["a was replaced"], _job.Losses);
        Assert.Null(Assert.Single(_job.Suspicions));
        Assert.Equal(2, _pool.FreeSlots["a"]);
        Ask(_job, 2);
        Assert.Equal(2, _job.Grants.Count);
    }

    [Fact]
    public void A_job_that_has_asked_for_more_is_told_once_when_there_are_slots_that_nobody_waits_for()
    {
        Join("a");
        Ask(_job, 1);
        Assert.Equal(0, _job.Offers);
        AskForMore();
        Assert.Equal(1, _job.Offers);
        Ask(_other, 4);
        AskForMore();
        Assert.Equal(1, _job.Offers);
        _pool.Release("other");
        _host.Settle();
        Assert.Equal(2, _job.Offers);
        Join("b");
        Assert.Equal(2, _job.Offers);
    }

    [Fact]
    public void A_job_that_asks_anew_or_has_ended_is_told_of_free_slots_no_more()
    {
        Join("a", slots: 1);
        Ask(_job, 1);
        AskForMore();
        Ask(_job, 1);
        Join("b");
        Assert.Equal(0, _job.Offers);
        Ask(_other, 2);
        AskForMore();
        _pool.Release("job");
        AskForMore();
        _pool.Release("other");
        _host.Settle();
        Assert.Equal(0, _job.Offers);
    }

    [Fact]
    public void Who_waits_hears_of_changes_at_most_once_in_a_second_and_of_the_last_one()
    {
        _pool.Request(_job, new SlotRequest(9, 9));
        _host.Settle();
        Join("a");
        Join("b");
        Join("c");
        Assert.Equal(2, _job.Waiting.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        _host.Settle();
        Assert.Equal("9 slots; 6 of 6 are free on 3 task managers", _job.Waiting[^1]);
        _time.Advance(TimeSpan.FromSeconds(5));
        _host.Settle();
        Assert.Equal(3, _job.Waiting.Count);
    }

    [Fact]
    public void What_a_job_gave_up_that_has_ended_itself_gives_its_slots_back_when_it_ends()
    {
        var attempt = new ExecutionAttempt("job", 1, 1);
        _pool.Doubt(attempt, Join("a"));
        _host.Settle();
        Assert.Equal(0, _pool.FreeSlots["a"]);
        new JobRouter(_pool).Ended(attempt, "a");
        _host.Settle();
        Assert.Equal(2, _pool.FreeSlots["a"]);
    }

    [Fact]
    public void Doubt_of_one_that_has_been_replaced_is_not_doubt_of_the_other()
    {
        var before = Join("a");
        var after = Join("a");
        _pool.Doubt(new ExecutionAttempt("job", 1, 1), before);
        _host.Settle();
        Assert.Equal(2, _pool.FreeSlots["a"]);
        _pool.Doubt(new ExecutionAttempt("job", 1, 1), after);
        _host.Settle();
        Assert.Equal(0, _pool.FreeSlots["a"]);
        _pool.Ended(new ExecutionAttempt("job", 1, 1), "a");
        _host.Settle();
        Assert.Equal(2, _pool.FreeSlots["a"]);
    }

    [Fact]
    public void What_a_reservation_kept_is_given_when_that_ends()
    {
        Join("a");
        _pool.Reserve("job", new SlotRequest(2, 2), static _ => { });
        Ask(_other, 1);
        Assert.Empty(_other.Grants);
        _pool.Unreserve("job");
        _host.Settle();
        Assert.Single(_other.Grants);
    }

    [Fact]
    public void A_job_that_ran_on_each_process_that_ended_is_suspected_and_gets_task_managers_of_its_own_for_a_while()
    {
        var first = JoinProcess("a", "1");
        Ask(_job, 1);
        Ask(_other, 1);
        Die(first);
        Assert.Equal((1, false), (_job.Suspicions[^1]!.Deaths, _job.Suspicions[^1]!.IsSuspect));
        var second = JoinProcess("a", "2");
        Ask(_job, 1);
        Ask(_other, 1);
        Die(second);
        // Either could be the culprit.
        Assert.Equal([(2, false), (2, false)], new[] { _job, _other }.Select(static o => (o.Suspicions[^1]!.Deaths, o.Suspicions[^1]!.IsSuspect)));
        Assert.Equal(["other"], _job.Suspicions[^1]!.Others);
        var third = JoinProcess("a", "3");
        Ask(_job, 1);
        Ask(_other, 1);
        Assert.Equal((3, 2), (_job.Grants.Count, _other.Grants.Count));
        Assert.Contains("Processes that ran job, other ended", _other.Waiting[^1], StringComparison.Ordinal);
        Die(third);
        Assert.Equal((3, true), (_job.Suspicions[^1]!.Deaths, _job.Suspicions[^1]!.IsSuspect));
        Assert.Contains("Environment.Exit", _job.Suspicions[^1]!.Text, StringComparison.Ordinal);
        Assert.Equal(2, _other.Suspicions.Count);
        JoinProcess("a", "4");
        Assert.Equal(3, _other.Grants.Count);
        Ask(_job, 1);
        Assert.Equal(3, _job.Grants.Count);
        _time.Advance(TimeSpan.FromSeconds(30));
        _host.Settle();
        Assert.Equal(4, _job.Grants.Count);
    }

    [Fact]
    public void Processes_that_leave_in_good_order_or_come_back_or_are_lost_together_make_nobody_suspected()
    {
        for (var i = 0; i < 3; i++)
        {
            var left = JoinProcess("a", $"left {i}");
            Ask(_job, 1);
            _pool.Leave(left, "it stops", mayHaveDied: false);
            _host.Settle();
            Assert.Null(_job.Suspicions[^1]);
        }

        for (var i = 0; i < 3; i++)
        {
            var paused = JoinProcess("a", "paused");
            Ask(_job, 1);
            Die(paused);
            Assert.Equal(1, _job.Suspicions[^1]!.Deaths);
        }

        JoinProcess("a", "paused");
        var (one, two) = (JoinProcess("b", "5"), JoinProcess("c", "6"));
        Ask(_job, 6);
        Die(one);
        Die(two);
        Assert.All(_job.Suspicions.TakeLast(2), static s => Assert.Equal(1, s!.Deaths));
    }

    [Fact]
    public void Task_managers_that_are_kept_for_a_job_take_no_other_one_and_it_runs_on_no_other_one()
    {
        _pool.Request(_job, new SlotRequest(2, 2));
        _pool.Request(_other, new SlotRequest(3, 3));
        var kept = new TaskManagerRegistration("kept", "1", "", 2) { Jobs = ["name of job"] };
        _pool.Join(kept, new FakeTasks("kept", null!), _planner);
        _host.Settle();
        Assert.Equal(["kept"], _job.Grants.Single().TaskManagers.Select(static t => t.Id));
        Join("a", slots: 2);
        Assert.Empty(_other.Grants);
        Die(kept);
        Ask(_job, 2);
        Assert.Single(_job.Grants);
        Assert.Contains("reserved for it", _job.Waiting[^1], StringComparison.Ordinal);
        Join("b", slots: 1);
        Assert.Equal(["a", "b"], _other.Grants.Single().TaskManagers.Select(static t => t.Id).Order());
        _pool.Join(kept with { Instance = "2" }, new FakeTasks("kept", null!), _planner);
        _host.Settle();
        Assert.Equal(2, _job.Grants.Count);
    }

    [Fact]
    public void What_was_long_ago_is_forgotten()
    {
        for (var i = 0; i < 3; i++)
        {
            var process = JoinProcess("a", $"{i}");
            Ask(_job, 1);
            Die(process);
            Assert.Equal(1, _job.Suspicions[^1]!.Deaths);
            _time.Advance(TimeSpan.FromMinutes(11));
        }
    }

    private TaskManagerRegistration JoinProcess(string id, string instance)
    {
        var registration = new TaskManagerRegistration(id, instance, "", 2);
        _pool.Join(registration, new FakeTasks(id, null!), _planner);
        _host.Settle();
        return registration;
    }

    private void Die(TaskManagerRegistration process)
    {
        _pool.Leave(process, "its connection broke");
        _host.Settle();
    }

    private void AskForMore()
    {
        _pool.AskForMore("job");
        _host.Settle();
    }

    private void Ask(PlayedOwner owner, int slots)
    {
        _pool.Request(owner, new SlotRequest(slots, slots));
        _host.Settle();
    }

    private FakeTasks Join(string id, int slots = 2)
    {
        var tasks = new FakeTasks(id, null!);
        _pool.Join(new TaskManagerRegistration(id, "", "", slots), tasks, _planner);
        _host.Settle();
        return tasks;
    }
}
