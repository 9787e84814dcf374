namespace Millrace.JobManager.Tests.Slots;

/// <summary>Which jobs are suspected of ending processes, as the pool sees processes come and go.</summary>
public sealed class ProcessDeathsTests
{
    private readonly PoolFixture _fixture = new();

    [Fact]
    public void A_job_that_ran_on_each_process_that_ended_is_suspected_and_gets_task_managers_of_its_own_for_a_while()
    {
        var first = _fixture.JoinProcess("a", "1");
        _fixture.Ask(_fixture.Job, 1);
        _fixture.Ask(_fixture.Other, 1);
        _fixture.Die(first);
        Assert.Equal((1, false), (_fixture.Job.Suspicions[^1]!.Deaths, _fixture.Job.Suspicions[^1]!.IsSuspect));
        var second = _fixture.JoinProcess("a", "2");
        _fixture.Ask(_fixture.Job, 1);
        _fixture.Ask(_fixture.Other, 1);
        _fixture.Die(second);
        // Either could be the culprit.
        Assert.Equal([(2, false), (2, false)], new[] { _fixture.Job, _fixture.Other }.Select(static o => (o.Suspicions[^1]!.Deaths, o.Suspicions[^1]!.IsSuspect)));
        Assert.Equal(["other"], _fixture.Job.Suspicions[^1]!.Others);
        var third = _fixture.JoinProcess("a", "3");
        _fixture.Ask(_fixture.Job, 1);
        _fixture.Ask(_fixture.Other, 1);
        Assert.Equal((3, 2), (_fixture.Job.Grants.Count, _fixture.Other.Grants.Count));
        Assert.Contains("Processes that ran job, other ended", _fixture.Other.Waiting[^1], StringComparison.Ordinal);
        _fixture.Die(third);
        Assert.Equal((3, true), (_fixture.Job.Suspicions[^1]!.Deaths, _fixture.Job.Suspicions[^1]!.IsSuspect));
        Assert.Contains("Environment.Exit", _fixture.Job.Suspicions[^1]!.Text, StringComparison.Ordinal);
        Assert.Equal(2, _fixture.Other.Suspicions.Count);
        _fixture.JoinProcess("a", "4");
        Assert.Equal(3, _fixture.Other.Grants.Count);
        _fixture.Ask(_fixture.Job, 1);
        Assert.Equal(3, _fixture.Job.Grants.Count);
        _fixture.Time.Advance(TimeSpan.FromSeconds(30));
        _fixture.Host.Settle();
        Assert.Equal(4, _fixture.Job.Grants.Count);
    }

    [Fact]
    public void What_one_job_is_suspected_of_is_not_held_against_those_that_ran_beside_it()
    {
        for (var i = 0; i < 3; i++)
        {
            var process = _fixture.JoinProcess("a", $"{i}");
            _fixture.Ask(_fixture.Job, 1);
            if (i < 2) _fixture.Ask(_fixture.Other, 1);
            _fixture.Die(process);
        }

        Assert.True(_fixture.Job.Suspicions[^1]!.IsSuspect);
        _fixture.Pool.Release(_fixture.Job.JobId);
        var third = new PlayedOwner("third");
        var next = _fixture.JoinProcess("a", "next");
        _fixture.Ask(third, 1);
        _fixture.Time.Advance(TimeSpan.FromSeconds(30));
        _fixture.Ask(_fixture.Other, 1);
        _fixture.Die(next);
        Assert.Equal([(1, false), (1, false)], new[] { third, _fixture.Other }.Select(static o => (o.Suspicions[^1]!.Deaths, o.Suspicions[^1]!.IsSuspect)));
    }

    [Fact]
    public void Processes_that_leave_in_good_order_or_come_back_or_are_lost_together_make_nobody_suspected()
    {
        for (var i = 0; i < 3; i++)
        {
            var left = _fixture.JoinProcess("a", $"left {i}");
            _fixture.Ask(_fixture.Job, 1);
            _fixture.Pool.Leave(left, "it stops", mayHaveDied: false);
            _fixture.Host.Settle();
            Assert.Null(_fixture.Job.Suspicions[^1]);
        }

        for (var i = 0; i < 3; i++)
        {
            var paused = _fixture.JoinProcess("a", "paused");
            _fixture.Ask(_fixture.Job, 1);
            _fixture.Die(paused);
            Assert.Equal(1, _fixture.Job.Suspicions[^1]!.Deaths);
        }

        _fixture.JoinProcess("a", "paused");
        var (one, two) = (_fixture.JoinProcess("b", "5"), _fixture.JoinProcess("c", "6"));
        _fixture.Ask(_fixture.Job, 6);
        _fixture.Die(one);
        _fixture.Die(two);
        Assert.All(_fixture.Job.Suspicions.TakeLast(2), static s => Assert.Equal(1, s!.Deaths));
    }

    [Fact]
    public void What_was_long_ago_is_forgotten()
    {
        for (var i = 0; i < 3; i++)
        {
            var process = _fixture.JoinProcess("a", $"{i}");
            _fixture.Ask(_fixture.Job, 1);
            _fixture.Die(process);
            Assert.Equal(1, _fixture.Job.Suspicions[^1]!.Deaths);
            _fixture.Time.Advance(TimeSpan.FromMinutes(11));
        }
    }
}
