using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Jobs;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>
/// A job manager was replaced while it stood still, and has not found out yet. Nothing final is heard of it: neither how a job that runs on under another one ends,
/// nor that there is no such job, nor that something is not possible. Whoever waits or asks is told to ask again.
/// </summary>
public sealed class ReplacedLeaderTests
{
    private readonly DispatcherFixture _cluster;
    private readonly string _job;
    private int _replaced;

    public ReplacedLeaderTests()
    {
        _cluster = new DispatcherFixture(new MemoryBlobStore());
        _cluster.Dispatcher.OnReplaced = () => _replaced++;
        _job = _cluster.Submit(new JobRequest("artifact") { Settings = new Dictionary<string, string> { ["restart.attempts"] = "0" } }).Value!.Status.Id;
        _cluster.Pass(seconds: 0.6);
        Assert.Equal(JobState.Running, _cluster.Status(_job).Result.State);
    }

    public static TheoryData<string> Commands => [.. s_commands.Keys];

    private static readonly SortedDictionary<string, Func<DispatcherFixture, string, List<Refusal?>>> s_commands = new(StringComparer.Ordinal)
    {
        ["cancel"] = static (c, job) => Refusals<JobStatus>(c, (d, answer) => d.Cancel(job, answer)),
        ["checkpoint"] = static (c, job) => Refusals<CheckpointRecord>(c, (d, answer) => d.Checkpoint(job, answer)),
        ["drain"] = static (c, job) => Refusals<(JobStatus, string)>(c, (d, answer) => d.Stop(job, drain: true, "", answer)),
        ["remove"] = static (c, job) => Refusals<(string, IReadOnlyList<string>)>(c, (d, answer) => d.Remove(job, savepoints: false, answer)),
        ["rescale"] = static (c, job) =>
            Refusals<(JobStatus, TimeSpan)>(c, (d, answer) => d.Rescale(job, new ScaleRequest(3, new Dictionary<string, int>(), TimeSpan.FromHours(1)), answer)),
        ["restore"] = static (c, job) => Refusals<SubmittedJob>(c, (d, answer) => d.Submit(new JobRequest("artifact") { Restore = job }, answer)),
        ["savepoint"] = static (c, job) => Refusals<string>(c, (d, answer) => d.Savepoint(job, "", answer)),
        ["stop"] = static (c, job) => Refusals<(JobStatus, string)>(c, (d, answer) => d.Stop(job, drain: false, "", answer)),
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Whoever_waits_is_told_to_ask_again_and_so_is_whoever_asks_later(string command)
    {
        var next = Replace();
        var refusals = s_commands[command](_cluster, _job);
        _cluster.Pass(seconds: 2);
        AssertAway(refusals);
        foreach (var later in s_commands.Values)
        {
            var told = later(_cluster, _job);
            _cluster.Pass(seconds: 2);
            AssertAway(told);
        }

        Assert.Equal((HeadState.Running, 2L), (next.Head(_job).State, next.Head(_job).LeaderEpoch));
    }

    /// <summary>It used to be told that the job had failed, and the end was written into the folder of the removed job.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void So_is_whoever_asks_for_a_job_that_the_next_one_has_removed(string command)
    {
        var next = Replace();
        next.Cancel(_job);
        next.Pass(seconds: 31);
        Assert.Null(next.Ask<(string, IReadOnlyList<string>)>((d, answer) => d.Remove(_job, savepoints: true, answer)).Single().Refusal);
        var refusals = s_commands[command](_cluster, _job);
        _cluster.Pass(seconds: 2);
        AssertAway(refusals);
        Assert.DoesNotContain(_cluster.Blobs, b => b.StartsWith($"{_job}/end-", StringComparison.Ordinal) || b == $"{_job}/{JobStore.Head}");
    }

    /// <summary>They used to be told that it had failed for that reason, or, for a cancel, that it was carried out.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void So_is_whoever_waits_while_the_storage_fails_for_it(string command)
    {
        Replace();
        _cluster.Faults.FailsPut = static _ => true;
        _cluster.Faults.FailsSwap = static _ => true;
        var refusals = s_commands[command](_cluster, _job);
        _cluster.Pass(seconds: 5);
        AssertAway(refusals);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void So_is_whoever_asks_for_a_job_that_it_does_not_know(string command)
    {
        Replace();
        AssertAway(s_commands[command](_cluster, "another"));
        Assert.Equal(1, _replaced);
    }

    [Fact]
    public void So_is_whoever_looks_for_one()
    {
        Replace();
        AssertAway(Refusals<JobStatus>(_cluster, static (d, answer) => d.Get("another", answer)));
        AssertAway(Refusals<CheckpointOverview>(_cluster, static (d, answer) => d.ListCheckpoints("another", answer)));
        using var watch = _cluster.Dispatcher.Watch("another");
        _cluster.Host.Settle();
        Assert.True(watch.Changes.TryRead(out var told));
        AssertAway([told.Refusal]);
    }

    [Fact]
    public void Whoever_watches_is_not_told_that_the_job_has_ended()
    {
        using var watch = _cluster.Dispatcher.Watch(_job);
        Replace();
        _cluster.Pass(seconds: 2);
        var told = new List<Answer<JobStatus>>();
        while (watch.Changes.TryRead(out var change)) told.Add(change);
        Assert.All(told.SkipLast(1), t => Assert.False(t.Value!.HasEnded));
        AssertAway([told[^1].Refusal]);
        Assert.True(watch.Changes.Completion.IsCompleted);
        Assert.False(_cluster.Status(_job).HasEnded);
        using var later = _cluster.Dispatcher.Watch(_job);
        _cluster.Host.Settle();
        Assert.True(later.Changes.TryRead(out var first));
        AssertAway([first.Refusal]);
    }

    [Fact]
    public void The_process_is_told_that_it_leads_no_longer_before_anyone_is_answered()
    {
        Replace();
        var replaced = new List<int>();
        _cluster.Dispatcher.Cancel(_job, _ => replaced.Add(_replaced));
        _cluster.Pass(seconds: 2);
        Assert.Equal([1], replaced);
    }

    [Fact]
    public void A_job_whose_failures_its_policy_no_longer_allows_has_not_failed()
    {
        Replace();
        _cluster.Tasks.Fail(FailureDomain.User);
        _cluster.Pass(seconds: 2);
        Assert.False(_cluster.Status(_job).HasEnded);
        Assert.Equal(1, _replaced);
    }

    /// <summary>The next leader keeps them.</summary>
    [Fact]
    public void The_tasks_of_a_task_manager_that_joins_again_run_on()
    {
        Replace();
        _cluster.Pass(seconds: 2);
        Assert.Equal(1, _replaced);
        var running = _cluster.Tasks.Running;
        Assert.NotEmpty(running);
        _cluster.Join(slots: 4);
        _cluster.Pass(seconds: 2);
        Assert.Equal(running, _cluster.Tasks.Running);
    }

    [Fact]
    public void An_end_is_told_when_it_is_known_who_leads()
    {
        var isAway = true;
        _cluster.Dispatcher.Leads = _ => isAway ? throw new IOException("it is away") : Task.FromResult(true);
        var answers = _cluster.Cancel(_job);
        using var watch = _cluster.Dispatcher.Watch(_job);
        _cluster.Pass(seconds: 20);
        Assert.Empty(answers);
        Assert.False(_cluster.Status(_job).HasEnded);
        isAway = false;
        _cluster.Pass(seconds: 2);
        Assert.Equal(JobState.Cancelled, Assert.Single(answers).Value?.Result.State);
        Assert.Equal(JobState.Cancelled, _cluster.Status(_job).Result.State);
        Assert.Contains(_cluster.Log, static l => l.Contains("has ended, which is told when it is known who leads. The storage is unavailable: it is away", StringComparison.Ordinal));
    }

    /// <summary>On a storage that locks no folder a program may run one of the jobs. It used to end the job manager with all its jobs.</summary>
    [Fact]
    public void Where_it_still_leads_that_job_alone_has_failed()
    {
        var other = _cluster.Submit("others", parallelism: 1);
        _cluster.Restart(slots: 0);
        var (head, version) = _cluster.Store.ReadHead(other)!;
        Assert.True(_cluster.Store.TrySwapHead(head with { LeaderEpoch = 1 }, version));
        var refusals = s_commands["savepoint"](_cluster, _job);
        _cluster.Pass(seconds: 2);
        Assert.Equal(RefusalKind.Refused, Assert.Single(refusals)?.Kind);
        var failed = _cluster.Status(_job).Result;
        Assert.Equal((JobState.Failed, "Another process runs the job now."), (failed.State, failed.Failure?.Message));
        Assert.Equal(0, _replaced);
        Assert.Equal(HeadState.Running, _cluster.Head(_job).State);
        Assert.NotEqual(JobState.Failed, _cluster.Status(other).Result.State);
    }

    /// <summary>Another job manager leads, and has recovered the job.</summary>
    private DispatcherFixture Replace()
    {
        var next = _cluster.Restart(slots: 0);
        _cluster.Dispatcher.Leads = static _ => Task.FromResult(false);
        return next;
    }

    private static void AssertAway(IReadOnlyList<Refusal?> refusals)
    {
        var refusal = Assert.Single(refusals);
        Assert.Equal(RefusalKind.Unavailable, refusal?.Kind);
        Assert.EndsWith("Ask again, and it will answer.", refusal!.Message, StringComparison.Ordinal);
    }

    private static List<Refusal?> Refusals<T>(DispatcherFixture cluster, Action<Dispatcher, Action<Answer<T>>> ask)
    {
        var refusals = new List<Refusal?>();
        ask(cluster.Dispatcher, answer => refusals.Add(answer.Refusal));
        cluster.Host.Settle();
        return refusals;
    }
}
