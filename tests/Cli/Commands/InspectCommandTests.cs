using Millrace.Cli.Tests.Fakes;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Cli.Tests.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("millrace-test-").FullName;
    private readonly string _manifest;

    public InspectCommandTests()
    {
        var store = new JobStore(new DirectoryBlobStore(_root));
        var state = store.State.Write("job/blobs/1", new byte[2048], [new StateBlock("count", "n", 0, 0, 2000, 0), new StateBlock("count", "n", 1, 2000, 40, 0), new StateBlock("count", "_timers/event", 1, 2040, 8, 0)]);
        var op = new JobOperator(new OperatorId("count"), "process", "count", OperatorRole.Stateful, true, true, [new StateDescriptor("n", "value", "string", "int64")]);
        _manifest = Path.Combine(_root, store.WriteManifest(store.WithState(TestCheckpoints.Empty(7, jobName: "words"), ["count"], [state]), operators: [op]));
        store.TrySwapHead(JobHead.Create("job", "words", 8).BeginAttempt(1, 0).Complete(new RetainedCheckpoint(7, Path.GetRelativePath(_root, _manifest)), 3));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_manifest_is_inspected_without_a_cluster()
    {
        var run = await CliRun.OfAsync(null, "inspect", _manifest);
        Assert.Equal(0, run.Code);
        Assert.Equal(
            $"""
            checkpoint 7 of job job (words): 8 key groups, 2.0 KiB
            {_manifest}

            OPERATOR  STATE          KIND    KEY     VALUE  KEY GROUPS  BLOCKS     SIZE
            count     _timers/event  engine                          1       1      8 B
            count     n              value   string  int64           2       2  2.0 KiB

            every checksum is right

            """,
            run.Output);
    }

    [Fact]
    public async Task A_jobs_folder_stands_for_its_latest_checkpoint()
    {
        var json = (await CliRun.OfAsync(null, "inspect", new Uri(Path.Combine(_root, "job")).AbsoluteUri, "--json")).Json();
        Assert.Equal((7, "checkpoint", 2048), (json.GetProperty("checkpoint").GetInt32(), json.GetProperty("kind").GetString(), json.GetProperty("bytes").GetInt32()));
        Assert.Equal(["_timers/event", "n"], json.GetProperty("states").EnumerateArray().Select(static s => s.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Damage_ends_with_1_and_names_the_blob_and_the_block()
    {
        var blob = Path.Combine(_root, "job/blobs/1");
        var content = await File.ReadAllBytesAsync(blob, TestContext.Current.CancellationToken);
        content[2010] ^= 1;
        await File.WriteAllBytesAsync(blob, content, TestContext.Current.CancellationToken);
        var run = await CliRun.OfAsync(null, "inspect", _manifest);
        Assert.Equal(1, run.Code);
        Assert.Contains($"damaged: {blob} is damaged: the block at 2000 (40 bytes, state 'n' of 'count')", run.Output, StringComparison.Ordinal);
        Assert.Contains("key group 1", run.Output, StringComparison.Ordinal);
        File.Delete(_manifest);
        (await CliRun.OfAsync(null, "inspect", Path.Combine(_root, "job"))).Refuses(1, "000000000007-1 is missing");
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("")]
    [InlineData("job/blobs/1")]
    public async Task What_is_no_checkpoint_is_refused(string path) => (await CliRun.OfAsync(null, "inspect", Path.Combine(_root, path))).Refuses(2, _root);
}
