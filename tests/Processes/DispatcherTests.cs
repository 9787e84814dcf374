using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Jobs;
using Millrace.Hosting.Leading;
using Millrace.Hosting.Processes;
using Millrace.Hosting.Protocol;
using Millrace.JobManager.Dispatching;
using Millrace.Tests.Testing.Blobs;
using JobState = Millrace.Core.Jobs.JobState;

namespace Millrace.Processes.Tests;

/// <summary>A job manager whose dispatcher gets requests that it must survive, and one whose dispatcher does not answer.</summary>
public sealed class DispatcherTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>It used to end the dispatcher: the watcher canceled a disposed token source, on the dispatcher's mailbox.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_logs_of_an_ended_job_are_read_as_often_as_one_likes(bool follow)
    {
        await using var jobManager = await JobManagerFixture.Start(static _ => { }, EnterEndedJob);
        using var channel = jobManager.Channel();
        var jobs = new Jobs.JobsClient(channel);
        for (var i = 0; i < 20; i++)
        {
            using var call = jobs.ReadLogs(new ReadLogsRequest { Job = "ended", Follow = follow }, deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: Cancelled);
            while (await call.ResponseStream.MoveNext(Cancelled))
            {
            }
        }

        Assert.Equal("ended", Assert.Single((await jobs.ListAsync(new ListJobsRequest(), deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: Cancelled)).Jobs).Name);
    }

    [Fact]
    public async Task A_dispatcher_that_does_not_answer_is_not_ready_and_calls_end_with_that()
    {
        await using var jobManager = await JobManagerFixture.Start();
        var blocked = new ManualResetEventSlim();
        jobManager.Services.GetRequiredService<Dispatcher>().Ping(blocked.Wait);
        try
        {
            using var client = jobManager.Client();
            var ready = await client.GetAsync("/readyz", Cancelled);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("dispatcher", await ready.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz", Cancelled)).StatusCode);
        }
        finally
        {
            blocked.Set();
        }

        using var again = jobManager.Client();
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/readyz", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_control_mailbox_that_dies_ends_the_process_and_is_not_ready()
    {
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var jobManager = await JobManagerFixture.Start(services => EndIn(services, ended));
        jobManager.Services.GetRequiredService<Dispatcher>().Ping(static () => throw new InvalidOperationException("a defect"));
        Assert.Equal(1, await ended.Task.WaitAsync(Cancelled));
        using var channel = jobManager.Channel();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Jobs.JobsClient(channel).ExplainAsync(
            new ExplainJobRequest { Job = new SubmitJobRequest { Artifact = "none" } }, deadline: DateTime.UtcNow.AddSeconds(2), cancellationToken: Cancelled));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    /// <summary>It used to tell that the job had failed, which ran on.</summary>
    [Fact]
    public async Task One_that_finds_another_leader_in_the_head_of_a_job_says_so_and_ends()
    {
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        DirectoryBlobStore? blobs = null;
        await using var jobManager = await JobManagerFixture.Start(services => EndIn(services, ended), storage => EnterJob(blobs = new DirectoryBlobStore(storage)));
        using var channel = jobManager.Channel();
        var jobs = new Jobs.JobsClient(channel);
        using var logs = jobs.ReadLogs(new ReadLogsRequest { Job = "job-1", Follow = true }, deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: Cancelled);
        var leaders = new LeaderBlob(blobs!);
        var leader = (await leaders.ReadAsync(Cancelled))!;
        var next = new LeaderRecord(leader.Record!.Epoch + 1, "another", "", "", 0);
        Assert.NotNull(await leaders.TrySwapAsync(next, leader.Version, Cancelled));
        await new JobStore(blobs!).TakeOverAsync("job-1", "another", next.Epoch, Cancelled);
        var cancel = await Assert.ThrowsAsync<RpcException>(async () => await jobs.CancelAsync(new CancelJobRequest { Job = "job-1" }, deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: Cancelled));
        var follow = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await logs.ResponseStream.MoveNext(Cancelled))
            {
            }
        });
        Assert.Equal(1, await ended.Task.WaitAsync(Cancelled));
        foreach (var away in (RpcException[])[cancel, follow]) Assert.Equal((StatusCode.Unavailable, LeaderHeader.Unknown), (away.StatusCode, away.Trailers.GetValue(LeaderHeader.Name)));
    }

    /// <summary>It used to end, with all its jobs, on a storage that locks no folder.</summary>
    [Fact]
    public async Task One_of_whose_jobs_another_process_runs_without_the_cluster_leads_on()
    {
        DirectoryBlobStore? blobs = null;
        await using var jobManager = await JobManagerFixture.Start(static _ => { }, storage => EnterJob(blobs = new DirectoryBlobStore(storage)));
        using var channel = jobManager.Channel();
        var jobs = new Jobs.JobsClient(channel);
        var store = new JobStore(blobs!);
        await store.TakeOverAsync("job-1", "another", store.ReadHead("job-1")!.Head.LeaderEpoch + 1, Cancelled);
        var cancelled = await jobs.CancelAsync(new CancelJobRequest { Job = "job-1" }, deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: Cancelled);
        Assert.Equal((Job.Types.State.Failed, "Another process runs the job now."), (cancelled.State, cancelled.Failure?.Message));
        Assert.Equal("words", Assert.Single((await jobs.ListAsync(new ListJobsRequest(), deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: Cancelled)).Jobs).Name);
    }

    private static void EnterJob(DirectoryBlobStore blobs)
    {
        new JobStore(blobs).TrySwapHead(JobHead.Create("job-1", "words", 8));
        Assert.True(new JobRecords(blobs).TryWrite(new JobRecord(new JobSubmission("job-1", "words", "artifact", new JobArguments(), 1, 8), DateTimeOffset.UnixEpoch)));
    }

    /// <summary>The end of the process has its exit code as its result.</summary>
    private static void EndIn(IServiceCollection services, TaskCompletionSource<int> ended) =>
        services.AddSingleton(new ProcessEnd(code => ended.TrySetResult(code), static () => { }, NullLogger<ProcessEnd>.Instance));

    private static void EnterEndedJob(string storage)
    {
        var blobs = new DirectoryBlobStore(storage);
        var job = new JobSubmission("job-1", "ended", "artifact", new JobArguments(), 1, 8);
        new JobStore(blobs).TrySwapHead(JobHead.Create("job-1", "ended", 8).End(HeadState.Finished));
        var records = new JobRecords(blobs);
        Assert.True(records.TryWrite(new JobRecord(job, DateTimeOffset.UnixEpoch)));
        records.WriteEnd("job-1", 0, new JobEnd(JobState.Finished, DateTimeOffset.UnixEpoch, 0, 0, null, null));
    }
}
