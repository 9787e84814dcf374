using System.Net;
using System.Text.Json;
using Millrace.EndToEnd.Tests.Cluster;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary>A storage that cannot be written: at the start, a line that names the setting and the folder and says what to do; later, a checkpoint fails. A job manager
/// waits for room, and makes it where it can.</summary>
public sealed class UnwritableStorageTests : IDisposable
{
    private const int EventsUntilOutput = 12;

    private readonly WordCountFolder _folder = new();
    private readonly MountedFolder _state;

    public UnwritableStorageTests()
    {
        _folder.WriteInput(lines: 200);
        Directory.CreateDirectory(_folder.Checkpoints);
        _state = new MountedFolder(_folder.Checkpoints);
        _state.SkipWhereItCannotBeMounted();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_job_program_refuses_it(bool isFull, bool wasUsed)
    {
        if (wasUsed) (await _folder.Finish()).Dispose();
        using var run = ProcessRun.StartInShell(isFull ? _state.Full : _state.ReadOnly, "WordCount", _folder.Arguments());
        await RefusesAsync(run, $"--checkpoint-dir {_folder.Checkpoints}", isFull ? "No space left on device" : "Read-only file system");
        Assert.Equal(wasUsed, Directory.Exists(_folder.Output));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_manager_refuses_one_that_is_read_only(bool wasUsed)
    {
        if (wasUsed) (await _folder.Finish()).Dispose();
        using var run = StartJobManager(_state.ReadOnly);
        await RefusesAsync(run, $"Storage = 'file://{_folder.Checkpoints}'", "Read-only file system");
    }

    [Fact]
    public async Task A_job_manager_whose_disk_is_full_waits_until_there_is_room()
    {
        using var run = StartJobManager(_state.FullAtFirst);
        var line = await run.WaitForErrorLine("jobmanager waits");
        Assert.Contains($"; Storage = 'file://{_folder.Checkpoints}': there is no room in it (No space left on device", line, StringComparison.Ordinal);
        var (grpc, http) = JobManagerLine.Addresses(line);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{http}") };
        using var ready = await client.GetAsync("/readyz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("There is no room in the storage", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await File.WriteAllTextAsync(_state.Turn, "free\n", TestContext.Current.CancellationToken);
        await run.WaitForError("jobmanager ready");
        Assert.Equal(0, (await RunAsync(grpc, "list", "--json")).Json.GetProperty("jobs").GetArrayLength());
    }

    /// <summary>
    /// One that is alone has reserved room for what it writes first; elsewhere that takes the place of what it replaces, as what ends and removes jobs does.
    /// </summary>
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_job_manager_whose_disk_has_become_full_leads_and_makes_room_on_it(string alone)
    {
        await using var cluster = await ClusterProcesses.StartAsync(new Dictionary<string, string> { ["MILLRACE_ALONE"] = alone }, ("a", 2));
        cluster.Folder.WriteInput(lines: 400);
        var ended = await cluster.Submit(["--wait"], rate: 0, output: "ended");
        var running = await cluster.Submit([], rate: 5);
        await cluster.WaitFor(running, static job => job.LatestCheckpoint > 1);
        await cluster.KillAll();

        using var run = StartJobManager(_state.FullCopyOf(cluster.Folder["storage"]), "--alone", alone);
        var (grpc, _) = JobManagerLine.Addresses(await run.WaitForErrorLine("jobmanager ready"));
        Assert.StartsWith($"warning: Storage = 'file://{_folder.Checkpoints}': there is no room in it (No space left on device", run.Error, StringComparison.Ordinal);
        Assert.Equal("cancelled", (await RunAsync(grpc, "cancel", "--json", running)).Json.GetProperty("state").GetString());
        var removed = (await RunAsync(grpc, "cleanup", "--json", "--ended-for", "1ms")).Json;
        Assert.Equal([ended, running], removed.GetProperty("jobs").EnumerateArray().Select(static j => j.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(1, removed.GetProperty("artifacts").GetArrayLength());
    }

    [Fact]
    public async Task A_disk_that_is_full_for_a_while_costs_checkpoints_and_nothing_else()
    {
        using var begun = new FolderEvents(_folder.Root, EventsUntilOutput);
        using var run = ProcessRun.StartInShell(_state.FullForAWhile, "WordCount", _folder.Arguments("--rate", "20", "--checkpoint-interval", "1s", "--json"));
        await Task.WhenAny(begun.Reached, run.End);
        Assert.NotEmpty(VisibleLines.Of(_folder.Output));
        await File.WriteAllTextAsync(_state.Turn, "fill\n", TestContext.Current.CancellationToken);
        await run.WaitForError("the disk is full");
        await run.WaitForErrorAgain("was aborted");
        await File.WriteAllTextAsync(_state.Turn, "free\n", TestContext.Current.CancellationToken);
        Assert.True(await run.End == 0, run.Error);
        Assert.Contains("No space left on device", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, JsonDocument.Parse(run.Output.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("restarts").GetInt32());

        using var whole = ProcessRun.Start("WordCount", ["--input", _folder.Input, "--output", _folder["whole"], "--checkpoint-dir", _folder["other"]]);
        Assert.True(await whole.End == 0, whole.Error);
        Assert.Equal(VisibleLines.Of(_folder["whole"]).Order(StringComparer.Ordinal), VisibleLines.Of(_folder.Output).Order(StringComparer.Ordinal));
    }

    private ProcessRun StartJobManager(string script, params string[] more) => ProcessRun.StartAssemblyInShell(
        script, BuiltAssembly.JobManager, ["--storage", $"file://{_folder.Checkpoints}", "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0", .. more]);

    private static Task<CommandRun> RunAsync(string grpc, params string[] arguments) => CommandRun.OfAsync($"http://{grpc}", [], arguments);

    private static async Task RefusesAsync(ProcessRun run, string setting, string why)
    {
        Assert.True(await run.End == 2, run.Error);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"error: {setting}", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.Contains("or choose another folder", line, StringComparison.Ordinal);
    }
}
