using Google.Protobuf.WellKnownTypes;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

/// <summary><c>checkpoint</c>, <c>dispose</c>, <c>remove</c> and <c>cleanup</c>.</summary>
public sealed class RemovalCommandTests
{
    [Fact]
    public async Task A_checkpoint_is_taken_and_its_place_printed()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<TriggerCheckpointRequest>("TriggerCheckpoint", _ => new Checkpoint { Id = 18, Status = "completed", Kind = "checkpoint", Path = "/data/18", Bytes = 2048 });
        Assert.Equal("checkpoint 18 is complete, 2.0 KiB: /data/18\n", (await CliRun.OfAsync(manager, "checkpoint", "3f", "--timeout", "5s")).Output);
        Assert.Equal("3f", manager.Request<TriggerCheckpointRequest>().Job);
        Assert.Equal(18, (await CliRun.OfAsync(manager, "checkpoint", "3f", "--json")).Json().GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_savepoint_is_deleted_by_its_path_or_url()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<DisposeSavepointRequest>("DisposeSavepoint", _ => new DisposeSavepointResponse());
        Assert.Equal("deleted /data/sp/18\n", (await CliRun.OfAsync(manager, "dispose", "file:///data/sp/18")).Output);
        Assert.Equal("/data/sp/18", manager.Request<DisposeSavepointRequest>().Savepoint);
        Assert.Equal("/data/sp/18", (await CliRun.OfAsync(manager, "dispose", "/data/sp/18", "--json")).Json().GetProperty("savepoint").GetString());
    }

    [Fact]
    public async Task A_job_is_removed_and_what_stays_is_said()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<RemoveJobRequest>("Remove", _ => new RemoveJobResponse { Id = "3f2a", Savepoints = { "/data/sp/18" } });
        Assert.Equal("removed 3f2a\nkept savepoint /data/sp/18\n", (await CliRun.OfAsync(manager, "remove", "3f", "--savepoints")).Output);
        Assert.Equal(new RemoveJobRequest { Job = "3f", Savepoints = true }, manager.Request<RemoveJobRequest>());
        Assert.Equal("/data/sp/18", (await CliRun.OfAsync(manager, "remove", "3f", "--json")).Json().GetProperty("savepoints")[0].GetString());
    }

    [Fact]
    public async Task What_nothing_uses_is_removed()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<CleanUpRequest>("CleanUp", _ => new CleanUpResponse { Jobs = { "a", "b" }, Artifacts = { "c" } });
        Assert.Equal("removed 2 jobs and 1 artifacts\n", (await CliRun.OfAsync(manager, "cleanup", "--ended-for", "24h")).Output);
        Assert.Equal(new CleanUpRequest { EndedFor = Duration.FromTimeSpan(TimeSpan.FromDays(1)) }, manager.Request<CleanUpRequest>());
        Assert.Equal(2, (await CliRun.OfAsync(manager, "cleanup", "--json")).Json().GetProperty("jobs").GetArrayLength());
    }

    [Fact]
    public async Task What_could_not_be_removed_is_said_and_fails_the_command()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<CleanUpRequest>("CleanUp", _ => new CleanUpResponse { Jobs = { "a" }, Failures = { "Job b was not removed: no answer." } });
        var run = await CliRun.OfAsync(manager, "cleanup", "--ended-for", "24h");
        Assert.Equal((1, "removed 1 jobs and 0 artifacts\n", "Job b was not removed: no answer.\n"), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task Jobs_are_filtered()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<ListJobsRequest>("List", _ => new ListJobsResponse());
        Assert.Equal("There is no such job.\n", (await CliRun.OfAsync(manager, "list", "--state", "running,Failed", "--name", "words", "--limit", "3")).Output);
        Assert.Equal(new ListJobsRequest { States = { Job.Types.State.Running, Job.Types.State.Failed }, Name = "words", Limit = 3 }, manager.Request<ListJobsRequest>());
        (await CliRun.OfAsync(manager, "list", "--state", "runing")).Refuses(2, "'runing' is not a state of a job; did you mean running?");
        (await CliRun.OfAsync(manager, "list", "--state", "3")).Refuses(2, "'3' is not a state of a job");
    }

    [Fact]
    public async Task Settings_of_a_job_are_sent()
    {
        using var file = TemporaryFile.Archive(1000);
        await using var manager = (await FakeServer.StartAsync())
            .On<FindArtifactRequest>("Find", _ => new FindArtifactResponse { Found = true })
            .On<SubmitJobRequest>("Submit", _ => new SubmitJobResponse { Job = Samples.Running() });
        Assert.Equal(0, (await CliRun.OfAsync(manager, "submit", file.Path, "--set", "checkpoint.timeout=5m", "--set", "restart.attempts=3")).Code);
        Assert.Equal(new Dictionary<string, string> { ["checkpoint.timeout"] = "5m", ["restart.attempts"] = "3" }, manager.Request<SubmitJobRequest>().Settings);
        (await CliRun.OfAsync(manager, "submit", file.Path, "--set", "x")).Refuses(2, "--set: 'x' is not KEY=VALUE");
        (await CliRun.OfAsync(manager, "submit", file.Path, "--set", "a=1", "--set", "a=2")).Refuses(2, "--set: 'a' is given more than once");
    }
}
