using Google.Protobuf;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;
using Millrace.Tests.Testing.Codecs;

namespace Millrace.Cli.Tests.Codecs;

/// <summary>What a command line says reaches the job manager: with every option given, every field of the request is set.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Submit_sets_every_field()
    {
        using var file = TemporaryFile.Archive(1000);
        await using var manager = await FakeServer.StartAsync();
        manager.On<FindArtifactRequest>("Find", static _ => new FindArtifactResponse { Found = true, SizeLimit = 1 << 20 });
        manager.On<SubmitJobRequest>("Submit", static _ => new SubmitJobResponse { Job = Samples.Running() });
        await Run(
            manager, "submit", file.Path, "--job", "Words.Job", "--name", "words", "--parallelism", "3", "--max-parallelism", "12", "--min-slots", "2", "--checkpoint-interval", "2s",
            "--restore", "latest", "--allow-dropped-state", "--operator", "counts=2", "--set", "checkpoint.timeout=5m", "--", "--input", "x");
        Assert.Empty(FilledMessage.Unset(manager.Request<SubmitJobRequest>()));
    }

    [Fact]
    public async Task The_commands_for_one_job_set_every_field()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<StopJobRequest>("Stop", static _ => new StopJobResponse { Job = Samples.Running() });
        manager.On<TakeSavepointRequest>("TakeSavepoint", static _ => new TakeSavepointResponse());
        manager.On<RescaleJobRequest>("Rescale", static _ => new RescaleJobResponse { Job = Samples.Running() });
        manager.On<TriggerCheckpointRequest>("TriggerCheckpoint", static _ => new Checkpoint());
        manager.On<DisposeSavepointRequest>("DisposeSavepoint", static _ => new DisposeSavepointResponse());
        manager.On<RemoveJobRequest>("Remove", static _ => new RemoveJobResponse());
        manager.On<CleanUpRequest>("CleanUp", static _ => new CleanUpResponse());
        manager.On<ListJobsRequest>("List", static _ => new ListJobsResponse());
        manager.On<CancelJobRequest>("Cancel", static _ => Samples.Running());
        manager.On<ReadLogsRequest>("ReadLogs", static _ => Array.Empty<LogEntry>());
        await Run(manager, "stop", "3f", "--drain", "--savepoint", "/data/mine");
        await Run(manager, "savepoint", "3f", "/data/mine");
        await Run(manager, "rescale", "3f", "--parallelism", "3", "--operator", "counts=2", "--timeout", "5s");
        await Run(manager, "cancel", "3f");
        await Run(manager, "checkpoint", "3f");
        await Run(manager, "dispose", "/data/mine");
        await Run(manager, "remove", "3f", "--savepoints");
        await Run(manager, "cleanup", "--ended-for", "5m");
        await Run(manager, "list", "--state", "running", "--name", "words", "--limit", "5");
        await Run(manager, "logs", "3f", "--tail", "5", "--follow");
        Assert.All(
            (IEnumerable<IMessage>)[
                manager.Request<StopJobRequest>(), manager.Request<TakeSavepointRequest>(), manager.Request<RescaleJobRequest>(), manager.Request<CancelJobRequest>(),
                manager.Request<ReadLogsRequest>(), manager.Request<TriggerCheckpointRequest>(), manager.Request<DisposeSavepointRequest>(), manager.Request<RemoveJobRequest>(),
                manager.Request<CleanUpRequest>(), manager.Request<ListJobsRequest>(),
            ],
            static request => Assert.Empty(FilledMessage.Unset(request)));
    }

    private static async Task Run(FakeServer manager, params string[] arguments)
    {
        var run = await CliRun.OfAsync(manager, arguments);
        Assert.True(run.Code == 0, run.Error);
    }
}
