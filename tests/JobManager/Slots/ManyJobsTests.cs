using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Control;
using Millrace.JobManager.Slots;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.JobManager.Tests.Slots;

/// <summary>The cost of granting slots when there are many jobs, measured in counted work.</summary>
public sealed class ManyJobsTests
{
    private const int TaskManagers = 20;

    private readonly ManualHost _host = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskManagerPool _pool;

    public ManyJobsTests() => _pool = new TaskManagerPool(_host, _time);

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    public void Jobs_that_find_free_slots_are_told_of_their_grant_and_of_nothing_else(int count)
    {
        JoinAll(count / TaskManagers);
        var jobs = Ask(count, slots: 1);
        Assert.All(jobs, static job => Assert.Single(job.Grants));
        Assert.Equal(0, jobs.Sum(static job => job.Offers + job.Waiting.Count));
        Assert.Equal(count, _pool.RequestsExamined);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    public void Jobs_that_wait_are_looked_at_and_told_again_only_when_there_is_something_for_them(int count)
    {
        JoinAll(1);
        var waiting = Ask(count, slots: TaskManagers + 1);
        // Each of these changes the number of free slots, without helping those that wait.
        foreach (var job in Ask(count, slots: 1)) _pool.Release(job.JobId);
        _host.Settle();
        Assert.All(waiting, static job => Assert.InRange(job.Waiting.Count, 1, 2));
        _time.Advance(TimeSpan.FromSeconds(1));
        _host.Settle();
        Assert.All(waiting, static job => Assert.InRange(job.Waiting.Count, 1, 3));
        Assert.InRange(_pool.RequestsExamined, 2 * count, 3 * count);
    }

    private void JoinAll(int slots)
    {
        for (var i = 0; i < TaskManagers; i++) _pool.Join(new TaskManagerRegistration($"tm-{i}", "", "", slots), new FakeTasks($"tm-{i}", null!), new PlayedPlanner());
        _host.Settle();
    }

    private List<PlayedOwner> Ask(int count, int slots)
    {
        var jobs = Enumerable.Range(0, count).Select(i => new PlayedOwner($"job-{slots}-{i}")).ToList();
        foreach (var job in jobs)
        {
            _pool.Request(job, new SlotRequest(slots, slots));
            _host.Settle();
        }

        return jobs;
    }
}
