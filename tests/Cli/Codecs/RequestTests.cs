using Google.Protobuf;
using Google.Protobuf.Reflection;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;
using Millrace.Tests.Testing.Codecs;

namespace Millrace.Cli.Tests.Codecs;

/// <summary>The whole command line reaches the job manager: with every option given, every field of the request is set.</summary>
public sealed class RequestTests : IDisposable
{
    private const string File = "FILE";

    private static readonly Dictionary<string, string[]> s_commands = new(StringComparer.Ordinal)
    {
        [nameof(SubmitJobRequest)] =
        [
            "submit", File, "--job", "Words.Job", "--name", "words", "--parallelism", "3", "--max-parallelism", "12", "--min-slots", "2", "--checkpoint-interval", "2s", "--restore", "latest",
            "--allow-dropped-state", "--operator", "counts=2", "--set", "checkpoint.timeout=5m", "--", "--input", "x",
        ],
        [nameof(ExplainJobRequest)] = ["explain", File],
        [nameof(ListJobsRequest)] = ["list", "--state", "running", "--name", "words", "--limit", "3"],
        [nameof(GetJobRequest)] = ["status", "3f"],
        [nameof(CancelJobRequest)] = ["cancel", "3f"],
        [nameof(StopJobRequest)] = ["stop", "3f", "--drain", "--savepoint", "/data/mine"],
        [nameof(TakeSavepointRequest)] = ["savepoint", "3f", "/data/mine"],
        [nameof(TriggerCheckpointRequest)] = ["checkpoint", "3f"],
        [nameof(DisposeSavepointRequest)] = ["dispose", "/data/mine"],
        [nameof(RemoveJobRequest)] = ["remove", "3f", "--savepoints"],
        [nameof(CleanUpRequest)] = ["cleanup", "--ended-for", "2h"],
        [nameof(RescaleJobRequest)] = ["rescale", "3f", "--parallelism", "3", "--operator", "counts=2", "--timeout", "5s"],
        [nameof(ListCheckpointsRequest)] = ["checkpoints", "3f"],
        [nameof(ListExceptionsRequest)] = ["exceptions", "3f"],
        [nameof(ReadLogsRequest)] = ["logs", "3f", "--tail", "5", "--follow"],
    };

    private readonly TemporaryFile _file = TemporaryFile.Archive(1000);

    public static TheoryData<string> Requests => [.. Methods.Select(static m => m.InputType.Name).Distinct()];

    private static IEnumerable<MethodDescriptor> Methods => JobsReflection.Descriptor.Services.Single(static s => s.Name == "Jobs").Methods;

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_command_sets_every_field(string request)
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<FindArtifactRequest>("Find", static _ => new FindArtifactResponse { Found = true, SizeLimit = 1 << 20 });
        manager.On<DescribeClusterRequest>("Describe", static _ => FilledMessage.Of<DescribeClusterResponse>());
        foreach (var method in Methods) manager.On<IMessage>(method.Name, _ => Answer(method));
        var run = await CliRun.OfAsync(manager, [.. s_commands[request].Select(a => a == File ? _file.Path : a)]);
        // The answer sets every field too, and so tells of what could not be removed.
        Assert.True(run.Code == (request == nameof(CleanUpRequest) ? 1 : 0), run.Error);
        Assert.Empty(FilledMessage.Unset(Assert.Single(manager.Calls.Select(static c => c.Request), r => r.Descriptor.Name == request)));
    }

    private static object Answer(MethodDescriptor method) => method.IsServerStreaming ? Array.CreateInstance(method.OutputType.ClrType, 0) : FilledMessage.Of(method.OutputType);
}
