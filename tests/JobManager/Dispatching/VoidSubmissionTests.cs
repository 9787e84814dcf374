using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>A new job that a replaced leader enters, which knows nothing of that: its submitter is not told that it runs.</summary>
public sealed class VoidSubmissionTests
{
    private readonly MemoryBlobStore _blobs = new();

    /// <summary>Simulated run 19428 of base seed 11067364133582025407: it came to run when the leader after that one was replaced, beside the job that was submitted instead.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_job_that_a_replaced_leader_enters_when_the_next_one_has_recovered_the_jobs_never_runs(int slots)
    {
        var first = new DispatcherFixture(_blobs, slots: slots);
        var next = first.Restart();
        first.Dispatcher.Leads = static _ => Task.FromResult(false);
        Assert.Equal(RefusalKind.Unavailable, first.Submit(new JobRequest("artifact") { Name = "words", Parallelism = 2 }).Refusal!.Kind);
        Assert.Contains(_blobs.List(""), static b => b.Contains("words", StringComparison.Ordinal));
        first.Time.Advance(TimeSpan.FromSeconds(1));
        var instead = next.Submit();
        next = next.Restart();
        Assert.Equal([instead], Jobs(next));
        Assert.All(_blobs.List("").Where(static b => b.Contains("words", StringComparison.Ordinal)), b => Assert.Contains(instead, b, StringComparison.Ordinal));
        Assert.Contains(next.Log, static l => l.Contains("was entered by a job manager that another one had replaced", StringComparison.Ordinal));
    }

    /// <summary>Nobody was told that there was no such job.</summary>
    [Fact]
    public void One_that_it_enters_while_the_next_one_still_recovers_them_runs()
    {
        var first = new DispatcherFixture(_blobs);
        var next = first.Restart(slots: 0);
        first.Dispatcher.Leads = static _ => Task.FromResult(false);
        Assert.NotNull(first.Submit(new JobRequest("artifact")).Refusal);
        next = next.Restart(recovered: 1);
        Assert.Equal(JobState.Running, next.Status(Jobs(next).Single()).Result.State);
    }

    /// <summary>Simulated run 9123 of base seed 14304209091424392300: it ran and was listed, and was void with the next leader.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void One_is_neither_run_nor_listed_before_it_is_known_who_leads(bool leads, int jobs)
    {
        var cluster = new DispatcherFixture(_blobs);
        var isAway = true;
        cluster.Dispatcher.Leads = _ => isAway ? throw new IOException("it is away") : Task.FromResult(leads);
        var request = new JobRequest("artifact") { Name = "words", Command = "c-1" };
        var answers = cluster.Ask<SubmittedJob>((d, answer) => d.Submit(request, answer));
        cluster.Pass(seconds: 5);
        answers.AddRange(cluster.Ask<SubmittedJob>((d, answer) => d.Submit(request, answer)));
        cluster.Pass(seconds: 5);
        Assert.Empty(answers);
        Assert.Empty(Jobs(cluster));
        Assert.Empty(cluster.Tasks.Deployments);
        isAway = false;
        cluster.Pass(seconds: 2);
        Assert.Equal(jobs, Jobs(cluster).Count);
        Assert.Equal(jobs, answers.Count(static a => a.Value is not null));
    }

    private static List<string> Jobs(DispatcherFixture cluster) =>
        [.. cluster.Ask<IReadOnlyList<JobStatus>>(static (d, answer) => d.List(all => answer(new Answer<IReadOnlyList<JobStatus>>(all, null)))).Single().Value!.Select(static j => j.Id)];
}
