using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Leading;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

/// <summary><c>cancel</c>, <c>stop</c>, <c>savepoint</c> and <c>rescale</c>.</summary>
public sealed class ControlCommandTests
{
    [Fact]
    public async Task Cancel_says_how_the_job_is_then()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<CancelJobRequest>("Cancel", _ => Samples.Running(job => job.State = Job.Types.State.Cancelled));
        var run = await CliRun.OfAsync(manager, "cancel", "3f");
        Assert.Equal((0, "WordCount (3f2a9c01) is cancelled\n"), (run.Code, run.Output));
        Assert.Equal("3f", manager.Request<CancelJobRequest>().Job);
        Assert.Equal("cancelled", (await CliRun.OfAsync(manager, "cancel", "3f", "--json")).Json().GetProperty("state").GetString());
    }

    [Fact]
    public async Task Stop_says_where_the_savepoint_is()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<StopJobRequest>("Stop", _ => new StopJobResponse { Job = Samples.Running(job => job.State = Job.Types.State.Stopped), Savepoint = "/data/sp/18" });
        var run = await CliRun.OfAsync(manager, "stop", "3f");
        Assert.Equal((0, "WordCount (3f2a9c01) is stopped\nsavepoint: /data/sp/18\n"), (run.Code, run.Output));
        Assert.Equal(new StopJobRequest { CommandId = Samples.Command, Job = "3f" }, manager.Request<StopJobRequest>());
        Assert.Equal("/data/sp/18", (await CliRun.OfAsync(manager, "stop", "3f", "--json")).Json().GetProperty("savepoint").GetString());
    }

    /// <summary>The job manager answers two seconds before the deadline of a call, with what it waited for; the command must not give up before that.</summary>
    [Theory]
    [InlineData("stop", "3f")]
    [InlineData("savepoint", "3f")]
    [InlineData("checkpoint", "3f")]
    [InlineData("cancel", "3f")]
    public async Task A_call_waits_a_moment_longer_than_the_command_is_told(params string[] args)
    {
        await using var manager = await FakeServer.StartAsync();
        Assert.NotEqual(0, (await CliRun.OfAsync(manager, [.. args, "--timeout", "8s"])).Code);
        Assert.InRange(Assert.Single(manager.Calls).Limit.TotalSeconds, 8.5, 10);
    }

    [Fact]
    public async Task Stop_takes_a_folder_and_drains()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<StopJobRequest>("Stop", _ => new StopJobResponse { Job = Samples.Running() });
        Assert.Equal(0, (await CliRun.OfAsync(manager, "stop", "--drain", "3f", "--savepoint", "/data/mine")).Code);
        Assert.Equal(new StopJobRequest { CommandId = Samples.Command, Job = "3f", Drain = true, Directory = "/data/mine" }, manager.Request<StopJobRequest>());
    }

    [Theory]
    [InlineData("", "savepoint", "3f")]
    [InlineData("/data/mine", "savepoint", "3f", "/data/mine")]
    [InlineData("/data/mine", "savepoint", "3f", "file:///data/mine")]
    public async Task Savepoint_prints_where_it_is(string directory, params string[] args)
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<TakeSavepointRequest>("TakeSavepoint", _ => new TakeSavepointResponse { Savepoint = "/data/sp/18" });
        Assert.Equal("/data/sp/18\n", (await CliRun.OfAsync(manager, args)).Output);
        Assert.Equal(new TakeSavepointRequest { CommandId = Samples.Command, Job = "3f", Directory = directory }, manager.Request<TakeSavepointRequest>());
        Assert.Equal("""{"savepoint":"/data/sp/18"}""", (await CliRun.OfAsync(manager, [.. args, "--json"])).Output.Trim());
    }

    [Fact]
    public async Task Rescale_says_how_long_processing_stood_still()
    {
        await using var manager = await RescalingAsync(TimeSpan.FromMilliseconds(420));
        var run = await CliRun.OfAsync(manager, "rescale", "3f", "--parallelism", "4", "--operator", "a=b=2", "--operator", "counts=0", "--timeout", "1.5s");
        Assert.Equal((0, "WordCount (3f2a9c01) runs at parallelism 4; processing was interrupted for 420 ms\n"), (run.Code, run.Output));
        Assert.Equal(
            new RescaleJobRequest { CommandId = Samples.Command, Job = "3f", Parallelism = 4, Operators = { ["a=b"] = 2, ["counts"] = 0 }, Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.5)) },
            manager.Request<RescaleJobRequest>());
        var json = (await CliRun.OfAsync(manager, "rescale", "3f", "--parallelism", "4", "--json")).Json();
        Assert.Equal(0.42, json.GetProperty("interruptionSeconds").GetDouble());
        Assert.Equal(4, json.GetProperty("parallelism").GetInt32());
    }

    [Fact]
    public async Task Rescale_of_an_operator_leaves_the_job_and_the_timeout()
    {
        await using var manager = await RescalingAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(0, (await CliRun.OfAsync(manager, "rescale", "3f", "--operator", "counts=8")).Code);
        Assert.Equal(new RescaleJobRequest { CommandId = Samples.Command, Job = "3f", Operators = { ["counts"] = 8 } }, manager.Request<RescaleJobRequest>());
    }

    [Fact]
    public async Task Rescale_to_what_it_is_says_so()
    {
        await using var manager = await RescalingAsync(TimeSpan.Zero);
        Assert.Contains("already runs at parallelism 4", (await CliRun.OfAsync(manager, "rescale", "3f", "--parallelism", "4")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop", "3f")]
    [InlineData("savepoint", "3f")]
    [InlineData("rescale", "3f", "--parallelism", "4")]
    public async Task A_command_whose_job_manager_no_longer_leads_is_repeated_under_its_id(params string[] args)
    {
        await using var manager = await FakeServer.StartAsync();
        var ids = new List<string>();
        manager.On<StopJobRequest>("Stop", request => Second(request.CommandId, new StopJobResponse { Job = Samples.Running() }));
        manager.On<TakeSavepointRequest>("TakeSavepoint", request => Second(request.CommandId, new TakeSavepointResponse { Savepoint = "/data/sp/18" }));
        manager.On<RescaleJobRequest>("Rescale", request => Second(request.CommandId, new RescaleJobResponse { Job = Samples.Running(), Interruption = new Duration() }));
        Assert.Equal(0, (await CliRun.OfAsync(manager, args)).Code);
        Assert.Equal([Samples.Command, Samples.Command], ids);

        T Second<T>(string id, T answer)
        {
            ids.Add(id);
            return ids.Count > 1 ? answer : throw new RpcException(new Status(StatusCode.Unavailable, "another one leads"), new Metadata { { LeaderHeader.Name, LeaderHeader.Unknown } });
        }
    }

    [Theory]
    [InlineData("stop", "3f", 15)]
    [InlineData("remove", "3f", 0)]
    public async Task Where_none_leads_for_long_the_command_fails_and_one_that_cannot_be_repeated_at_once(string command, string job, int seconds)
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<StopJobRequest>("Stop", _ => throw Elsewhere());
        manager.On<RemoveJobRequest>("Remove", _ => throw Elsewhere());
        var time = new VirtualTime();
        var begun = time.GetUtcNow();
        var run = await CliRun.OfAsync(manager, new CliRunOptions { Time = time }, command, job);
        run.Refuses(1, "another one leads");
        Assert.InRange((time.GetUtcNow() - begun).TotalSeconds, seconds, seconds + 1);

        static RpcException Elsewhere() => new(new Status(StatusCode.Unavailable, "another one leads"), new Metadata { { LeaderHeader.Name, LeaderHeader.Unknown } });
    }

    [Fact]
    public async Task An_interruption_ends_the_command()
    {
        using var interruption = new CancellationTokenSource();
        await using var manager = await FakeServer.StartAsync();
        manager.On<CancelJobRequest>("Cancel", _ =>
        {
            interruption.Cancel();
            throw new RpcException(new Status(StatusCode.Internal, "too late"));
        });
        var run = await CliRun.OfAsync(manager, new CliRunOptions { Interrupted = interruption.Token }, "cancel", "3f");
        Assert.Equal((130, "", "interrupted; the job manager may still carry out the request\n"), (run.Code, run.Output, run.Error));
    }

    private static async Task<FakeServer> RescalingAsync(TimeSpan interruption) =>
        (await FakeServer.StartAsync()).On<RescaleJobRequest>(
            "Rescale", _ => new RescaleJobResponse { Job = Samples.Running(), Interruption = Duration.FromTimeSpan(interruption) });
}
