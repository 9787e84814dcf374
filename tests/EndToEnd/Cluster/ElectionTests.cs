using System.Diagnostics;
using System.Net;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>Several job managers over one storage, with default settings: the leader is killed, or stands still, and a standby takes over.</summary>
public sealed class ElectionTests
{
    /// <summary>On an idle machine a standby leads within 3.5 s, and completes a checkpoint within 6 s; this one may be busy.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>How often the leader is killed: <c>MILLRACE_TEST_KILLS</c>, or 3 times.</summary>
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("MILLRACE_TEST_KILLS"), out var kills) ? kills : 3;

    [Theory]
    [InlineData("file")]
    [InlineData("azure")]
    public async Task A_standby_takes_over_from_a_leader_that_is_killed_and_its_tasks_run_on(string store)
    {
        await using var cluster = store == "file" ? await ElectingJobManagers.StartAsync(3, 2, 2) : await ElectingJobManagers.StartOnAzureAsync(2, 2, 2);
        cluster.Folder.WriteInput(lines: 20_000, files: 4);
        var job = await cluster.SubmitAsync(["--parallelism", "4"], rate: 10);
        var before = await cluster.CheckpointAsync(job);
        for (var i = 0; i < Kills; i++)
        {
            var leader = await cluster.LeaderAsync();
            leader.Run.Kill();
            var clock = Stopwatch.StartNew();
            var elected = await cluster.WaitForOtherThanAsync(leader);
            var after = await cluster.CheckpointAsync(job);
            TestContext.Current.TestOutputHelper?.WriteLine($"From SIGKILL to another leader: {elected.TotalSeconds:0.00} s; to a checkpoint of the tasks: {clock.Elapsed.TotalSeconds:0.00} s");
            Assert.True((before.Attempt, before.Restarts) == (after.Attempt, after.Restarts), $"Attempt {after.Attempt} after {before.Attempt}.\n{cluster.Log}");
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_patience);
            before = after;
            await leader.Run.End;
            await cluster.StartJobManagerAsync(leader);
        }

        await cluster.AssertExactAsync(job);
    }

    [Fact]
    public async Task A_leader_that_stood_still_until_it_was_replaced_ends_and_has_changed_nothing()
    {
        await using var cluster = await ElectingJobManagers.StartAsync(2, 2, 2);
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var job = await cluster.SubmitAsync(["--parallelism", "4", "--checkpoint-interval", "20ms"], rate: 20);
        var before = await cluster.CheckpointAsync(job);
        var leader = await cluster.LeaderAsync();
        leader.Run.Pause();
        await cluster.WaitForOtherThanAsync(leader);
        await cluster.CheckpointAsync(job);
        leader.Run.Resume();
        Assert.Equal(1, await leader.Run.End);
        Assert.Contains("Another job manager leads now.", leader.Run.Error, StringComparison.Ordinal);
        var after = await cluster.CheckpointAsync(job);
        Assert.True(after.LatestCheckpoint > before.LatestCheckpoint);
        await cluster.StartJobManagerAsync(leader);
        await cluster.AssertExactAsync(job);
    }

    [Fact]
    public async Task Whoever_knows_one_of_them_finds_the_leader()
    {
        await using var cluster = await ElectingJobManagers.StartAsync(2, 1);
        var leader = await cluster.LeaderAsync();
        var standby = cluster.Managers.Single(m => m != leader);
        Assert.Contains($"http://{leader.Grpc} leads", standby.Run.Error, StringComparison.Ordinal);

        // A task manager, a command, and an HTTP client.
        await cluster.StartTaskManagerAsync(1, $"http://{standby.Grpc}");
        var described = (await cluster.RunAsync($"http://{standby.Grpc}", "cluster", "--json")).Json;
        Assert.Equal(($"http://{leader.Grpc}", 2), (described.GetProperty("leader").GetString(), described.GetProperty("taskManagers").GetArrayLength()));
        Assert.Contains($"leader      http://{leader.Grpc}, with epoch 1", (await cluster.RunAsync($"http://{standby.Grpc}", "cluster")).Output, StringComparison.Ordinal);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var redirected = await http.GetAsync(new Uri($"http://{standby.Http}/v1/jobs?all=true"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"http://{leader.Http}/v1/jobs?all=true"), (redirected.StatusCode, redirected.Headers.Location!.ToString()));
        using var ready = await http.GetAsync(new Uri($"http://{standby.Http}/readyz"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);

        // One that stops in good order is not waited for.
        leader.Run.Interrupt();
        var elected = await cluster.WaitForOtherThanAsync(leader);
        TestContext.Current.TestOutputHelper?.WriteLine($"From SIGINT to another leader: {elected.TotalSeconds:0.00} s");
        var now = (await cluster.RunAsync($"http://{leader.Grpc},http://{standby.Grpc}", "cluster", "--json")).Json;
        Assert.Equal($"http://{standby.Grpc}", now.GetProperty("leader").GetString());
    }

    [Fact]
    public async Task A_job_program_refuses_the_storage_of_a_cluster_whose_leader_lives()
    {
        await using var cluster = await ElectingJobManagers.StartOnAzureAsync(1);
        var leader = await cluster.LeaderAsync();
        cluster.Folder.WriteInput(lines: 10, files: 1);
        using var refused = cluster.StartProgram();
        Assert.Equal(2, await refused.End);
        Assert.Contains($"the job manager at http://{leader.Grpc} leads", refused.Error, StringComparison.Ordinal);
        leader.Run.Kill();
        await leader.Run.End;
        using var run = cluster.StartProgram();
        Assert.True(await run.End == 0, run.Error);
    }

    [Fact]
    public async Task One_that_is_alone_and_those_that_elect_one_refuse_each_others_storage()
    {
        await using var cluster = await ElectingJobManagers.StartAsync(1);
        var alone = await EndOf("true");
        Assert.Equal(2, alone.Code);
        Assert.Contains("--alone false", alone.Error, StringComparison.Ordinal);
        var leader = await cluster.LeaderAsync();
        leader.Run.Kill();
        await leader.Run.End;

        using var held = ProcessRun.StartAssembly(BuiltAssembly.JobManager, Arguments("true"));
        await held.WaitForError("jobmanager ready");
        var electing = await EndOf("false");
        Assert.Equal(2, electing.Code);
        Assert.Contains("a job manager that is alone", electing.Error, StringComparison.Ordinal);
        held.Kill();
        await held.End;

        string[] Arguments(string isAlone) => ["--storage", cluster.Storage, "--alone", isAlone, "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0"];

        async Task<(int Code, string Error)> EndOf(string isAlone)
        {
            using var run = ProcessRun.StartAssembly(BuiltAssembly.JobManager, Arguments(isAlone));
            return (await run.End, run.Error);
        }
    }
}
