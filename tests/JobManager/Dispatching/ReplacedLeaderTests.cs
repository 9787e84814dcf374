using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;
using Millrace.Testing.Clusters;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>
/// A job manager that was replaced while it stood still finds it out from the head of a job, which runs on under another one: it says nothing of how the job
/// ends, and whoever waits is told to ask again.
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
        ["rescale"] = static (c, job) =>
            Refusals<(JobStatus, TimeSpan)>(c, (d, answer) => d.Rescale(job, new ScaleRequest(3, new Dictionary<string, int>(), TimeSpan.FromHours(1)), answer)),
        ["savepoint"] = static (c, job) => Refusals<string>(c, (d, answer) => d.Savepoint(job, "", answer)),
        ["stop"] = static (c, job) => Refusals<(JobStatus, string)>(c, (d, answer) => d.Stop(job, drain: false, "", answer)),
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Whoever_waits_is_told_to_ask_again_and_so_is_whoever_asks_later(string command)
    {
        var next = _cluster.Restart(slots: 0);
        var refusals = s_commands[command](_cluster, _job);
        _cluster.Pass(seconds: 60);
        Assert.Equal(RefusalKind.Unavailable, Assert.Single(refusals)?.Kind);
        Assert.Equal($"Another job manager runs job {_job} now; ask again, so that it answers.", refusals[0]!.Message);
        foreach (var later in s_commands.Values) Assert.Equal(refusals, later(_cluster, _job));
        Assert.Equal((HeadState.Running, 2L), (next.Head(_job).State, next.Head(_job).LeaderEpoch));
    }

    [Fact]
    public void Whoever_watches_is_not_told_that_the_job_has_ended()
    {
        using var watch = _cluster.Dispatcher.Watch(_job);
        _cluster.Restart(slots: 0);
        _cluster.Pass(seconds: 60);
        var told = new List<Answer<JobStatus>>();
        while (watch.Changes.TryRead(out var change)) told.Add(change);
        Assert.All(told.SkipLast(1), t => Assert.False(t.Value!.HasEnded));
        Assert.Equal(RefusalKind.Unavailable, told[^1].Refusal?.Kind);
        Assert.True(watch.Changes.Completion.IsCompleted);
        Assert.False(_cluster.Status(_job).HasEnded);
        using var later = _cluster.Dispatcher.Watch(_job);
        _cluster.Host.Settle();
        Assert.True(later.Changes.TryRead(out var first));
        Assert.Equal(RefusalKind.Unavailable, first.Refusal?.Kind);
    }

    [Fact]
    public void The_process_is_told_that_it_leads_no_longer_before_anyone_is_answered()
    {
        _cluster.Restart(slots: 0);
        var replaced = new List<int>();
        _cluster.Dispatcher.Cancel(_job, _ => replaced.Add(_replaced));
        _cluster.Pass(seconds: 60);
        Assert.Equal([1], replaced);
        Assert.Equal(1, _replaced);
    }

    [Fact]
    public void A_job_whose_failures_its_policy_no_longer_allows_has_not_failed()
    {
        _cluster.Restart(slots: 0);
        _cluster.Tasks.Fail(FailureDomain.User);
        _cluster.Pass(seconds: 60);
        Assert.False(_cluster.Status(_job).HasEnded);
        Assert.Equal(1, _replaced);
    }

    private static List<Refusal?> Refusals<T>(DispatcherFixture cluster, Action<Dispatcher, Action<Answer<T>>> ask)
    {
        var refusals = new List<Refusal?>();
        ask(cluster.Dispatcher, answer => refusals.Add(answer.Refusal));
        cluster.Host.Settle();
        return refusals;
    }
}
