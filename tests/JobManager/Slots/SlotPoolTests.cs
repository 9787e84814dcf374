using CsCheck;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Tests.Slots;

public sealed class SlotPoolTests
{
    private static readonly IReadOnlyList<SubtaskId> s_task = [new SubtaskId(0, 0)];

    private readonly SlotPool _pool = new();

    [Fact]
    public void A_request_is_served_when_there_are_enough()
    {
        Add("a", 1);
        _pool.Request("job", new SlotRequest(2, 2));
        Assert.Empty(_pool.Serve());
        Assert.Equal("2 slots; 1 of 1 are free on 1 task manager", _pool.WaitsFor("job"));
        Add("b", 2);
        Assert.Equal((0, 1), Served(_pool.Serve().Single().Placement, "a", "b") is [1, 1] ? (_pool.FreeOn("a"), _pool.FreeOn("b")) : default);
        Assert.Null(_pool.WaitsFor("job"));
    }

    [Fact]
    public void A_large_request_does_not_hold_up_those_after_it_and_the_order_is_kept()
    {
        Add("a", 2);
        _pool.Request("large", new SlotRequest(4, 4));
        _pool.Request("first", new SlotRequest(2, 2));
        _pool.Request("second", new SlotRequest(2, 2));
        Assert.Equal("first", _pool.Serve().Single().Job);
        Add("b", 2);
        Assert.Equal("second", _pool.Serve().Single().Job);
        _pool.Release("first");
        _pool.Release("second");
        Assert.Equal("large", _pool.Serve().Single().Job);
    }

    [Fact]
    public void With_the_least_a_job_is_served_and_given_what_there_is()
    {
        Add("a", 3);
        _pool.Request("job", new SlotRequest(8, 2));
        Assert.Equal(3, _pool.Serve().Single().Placement.Slots.Count);
        Assert.Equal(0, _pool.Free);
    }

    [Fact]
    public void Who_asks_again_gives_back_what_it_has_and_is_served_first()
    {
        Add("a", 2);
        _pool.Request("job", new SlotRequest(2, 2));
        _pool.Serve();
        _pool.Request("other", new SlotRequest(1, 1));
        Assert.Empty(_pool.Serve());
        _pool.Request("job", new SlotRequest(2, 2));
        Assert.Equal("job", _pool.Serve("job").Single().Job);
        Assert.NotNull(_pool.WaitsFor("other"));
    }

    [Fact]
    public void Slots_that_are_held_by_tasks_that_do_not_end_are_given_to_nobody_until_these_have()
    {
        Add("a", 3);
        Assert.True(_pool.Pin("a", 2));
        Assert.False(_pool.Pin("a", 2));
        Assert.False(_pool.Pin("b", 2));
        _pool.Request("job", new SlotRequest(2, 2));
        Assert.Empty(_pool.Serve());
        Assert.Equal("2 slots; 1 of 3 are free on 1 task manager, and 2 held by tasks that do not end", _pool.WaitsFor("job"));
        Assert.True(_pool.Pin("a", 1));
        Assert.Equal("job", _pool.Serve().Single().Job);
        _pool.Pin("a", 3);
        Assert.Equal(0, _pool.FreeOn("a"));
        _pool.Remove("a");
        Add("a", 3);
        Assert.Equal(3, _pool.FreeOn("a"));
    }

    [Fact]
    public void Slots_of_a_task_manager_that_is_gone_are_nobodys_when_it_joins_anew()
    {
        Add("a", 2);
        _pool.Request("job", new SlotRequest(2, 2));
        _pool.Serve();
        Assert.Equal(["job"], _pool.JobsOn("a"));
        _pool.Remove("a");
        Add("a", 1);
        Assert.Empty(_pool.JobsOn("a"));
        Assert.Equal((1, 1), (_pool.Free, _pool.AvailableTo("job")));
    }

    [Fact]
    public void One_that_may_still_run_what_was_given_up_gives_nothing_until_all_of_that_has_ended()
    {
        Add("a", 2);
        _pool.Doubt("a", new ExecutionAttempt("one", 3), s_task);
        _pool.Doubt("a", new ExecutionAttempt("two", 1), s_task);
        _pool.Doubt("nobody", new ExecutionAttempt("two", 1), s_task);
        Assert.Equal((0, 0), (_pool.Free, _pool.AvailableTo("one")));
        Assert.True(_pool.Ended("a", new ExecutionAttempt("two", 1), s_task));
        Assert.False(_pool.Ended("a", new ExecutionAttempt("one", 2), s_task));
        _pool.Release("one");
        Assert.Equal(0, _pool.Free);
        Assert.True(_pool.Ended("a", new ExecutionAttempt("one", 3), s_task));
        Assert.False(_pool.Ended("a", new ExecutionAttempt("one", 3), s_task));
        Assert.Equal(2, _pool.Free);
    }

    [Fact]
    public void A_jobs_own_slots_are_there_for_it_where_they_are_not_doubted()
    {
        Add("a", 2);
        Add("b", 2);
        _pool.Request("job", new SlotRequest(2, 2));
        _pool.Serve();
        Assert.Equal(4, _pool.AvailableTo("job"));
        Assert.Equal(2, _pool.AvailableTo("other"));
        _pool.Doubt("b", new ExecutionAttempt("job", 1), s_task);
        Assert.Equal((2, 1), (_pool.AvailableTo("job"), _pool.AvailableTo("other")));
    }

    [Fact]
    public void What_is_doubted_is_trusted_when_all_of_it_has_ended()
    {
        var (attempt, other) = (new ExecutionAttempt("job", 3), new SubtaskId(1, 0));
        Add("a", 2);
        _pool.Doubt("a", attempt, [.. s_task, other]);
        Assert.True(_pool.Ended("a", attempt, s_task));
        Assert.False(_pool.Ended("a", attempt, [new SubtaskId(2, 0)]));
        Assert.Equal(0, _pool.Free);
        Assert.True(_pool.Ended("a", attempt, [other]));
        Assert.Equal(2, _pool.Free);
    }

    [Fact]
    public void Slots_that_a_job_keeps_are_given_to_no_other_while_it_waits_for_more()
    {
        Add("a", 2);
        Add("b", 1);
        _pool.Request("job", new SlotRequest(3, 3));
        _pool.Serve();
        _pool.Remove("b");
        _pool.Request("job", new SlotRequest(1, 1) { Kept = new Dictionary<string, int> { ["a"] = 2, ["b"] = 1 } });
        _pool.Request("other", new SlotRequest(1, 1));
        Assert.Empty(_pool.Serve("job"));
        Add("c", 1);
        var (served, _, placement) = _pool.Serve().Single();
        Assert.Equal(("job", 1), (served, Served(placement, "c").Single()));
        Assert.Equal(3, _pool.AvailableTo("job"));
        _pool.Release("job");
        Assert.Equal("other", _pool.Serve().Single().Job);
        Assert.Equal(2, _pool.Free);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Slots_that_something_else_may_hold_cannot_be_kept(bool isDoubted)
    {
        Add("a", 2);
        _pool.Request("job", new SlotRequest(2, 2));
        _pool.Serve();
        if (isDoubted) _pool.Doubt("a", new ExecutionAttempt("job", 1), s_task);
        else _pool.Pin("a", 1);
        Assert.False(_pool.Request("job", new SlotRequest(1, 1) { Kept = new Dictionary<string, int> { ["a"] = 1 } }));
        Assert.Equal((0, null), (_pool.Free, _pool.WaitsFor("job")));
        Assert.Equal(["job"], _pool.JobsOn("a"));
    }

    [Fact]
    public void What_is_reserved_is_given_to_no_other_job()
    {
        Add("a", 4);
        _pool.Request("job", new SlotRequest(2, 2));
        _pool.Serve();
        Assert.Equal(4, _pool.Reserve("job", new SlotRequest(4, 4)));
        Assert.False(_pool.HasSpare);
        Assert.Equal(0, _pool.Reserve("other", new SlotRequest(1, 1)));
        _pool.Request("other", new SlotRequest(1, 1));
        Assert.Empty(_pool.Serve());
        _pool.Request("job", new SlotRequest(4, 4));
        Assert.Equal("job", _pool.Serve("job").Single().Job);
    }

    [Fact]
    public void What_is_reserved_and_not_asked_for_is_free_again()
    {
        Add("a", 4);
        Assert.Equal(4, _pool.Reserve("job", new SlotRequest(3, 3)));
        Assert.Equal(1, _pool.AvailableTo("other"));
        Assert.Equal(4, _pool.Reserve("job", new SlotRequest(5, 5)));
        Assert.Equal(4, _pool.AvailableTo("other"));
        _pool.Reserve("job", new SlotRequest(3, 3));
        _pool.Unreserve("job");
        Assert.Equal(4, _pool.AvailableTo("other"));
    }

    /// <summary>Checks against a model that only knows the grants: no slot is granted twice, none is lost, and no job waits for a free one.</summary>
    [Fact]
    public void Whatever_happens_slots_are_neither_given_twice_nor_lost() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[1, 5], Gen.Int[1, 5]).List[0, 60].Sample(steps =>
        {
            var (pool, there, given, doubts) = (new SlotPool(), new Dictionary<string, int>(), new Dictionary<string, List<string>>(), new HashSet<(string TaskManager, string Job, int Attempt)>());
            foreach (var (step, who, one, two) in steps)
            {
                Act(pool, there, given, doubts, step, who, one, two);
                foreach (var (job, request, placement) in pool.Serve())
                {
                    Assert.InRange(placement.Slots.Count, request.Least, request.Wanted);
                    given[job] = [.. placement.Slots.Select(s => placement.TaskManagers[s].Id)];
                    Assert.DoesNotContain(doubts, d => given[job].Contains(d.TaskManager));
                }

                foreach (var (id, slots) in there)
                {
                    var used = given.Values.Sum(g => g.Count(t => t == id));
                    Assert.InRange(used, 0, slots);
                    Assert.Equal(doubts.Any(d => d.TaskManager == id) ? 0 : slots - used, pool.FreeOn(id));
                }

                for (var i = 0; i < 4; i++) Assert.True(pool.WaitsFor($"job-{i}") is null || !given.ContainsKey($"job-{i}"));
            }
        });

    private static void Act(
        SlotPool pool, Dictionary<string, int> there, Dictionary<string, List<string>> given, HashSet<(string TaskManager, string Job, int Attempt)> doubts, int step, int who, int one, int two)
    {
        var (taskManager, job) = ($"tm-{one % 3}", $"job-{who}");
        switch (step)
        {
            case 0 when there.TryAdd(taskManager, two):
                pool.Add(new TaskManagerRegistration(taskManager, "", "", two));
                break;
            case 1 when there.Remove(taskManager):
                pool.Remove(taskManager);
                foreach (var slots in given.Values) slots.RemoveAll(s => s == taskManager);
                doubts.RemoveWhere(d => d.TaskManager == taskManager);
                break;
            case 2 when there.ContainsKey(taskManager):
                pool.Doubt(taskManager, new ExecutionAttempt(job, two), s_task);
                doubts.Add((taskManager, job, two));
                break;
            case 3:
                Assert.Equal(
                    doubts.RemoveWhere(d => d.TaskManager == taskManager && d.Job == job && d.Attempt <= two) > 0, pool.Ended(taskManager, new ExecutionAttempt(job, two), s_task));
                break;
            case 4 or 5:
                pool.Request(job, new SlotRequest(Math.Max(one, two), Math.Min(one, two)));
                given.Remove(job);
                break;
            case 6:
                pool.Release(job);
                given.Remove(job);
                break;
            case 7:
                pool.Reserve(job, new SlotRequest(one, one));
                break;
        }
    }

    private static int[] Served(TaskPlacement placement, params string[] taskManagers) =>
        [.. taskManagers.Select(t => placement.Slots.Count(s => placement.TaskManagers[s].Id == t))];

    private void Add(string id, int slots) => _pool.Add(new TaskManagerRegistration(id, "", $"http://{id}", slots));
}
