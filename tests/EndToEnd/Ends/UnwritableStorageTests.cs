using System.Text.Json;
using Millrace.EndToEnd.Tests.Cluster;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary>A storage that cannot be written: at the start, a line that names the setting and the folder and says what to do; later, a checkpoint fails.</summary>
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
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_job_manager_refuses_it(bool isFull, bool wasUsed)
    {
        if (wasUsed) (await _folder.Finish()).Dispose();
        using var run = ProcessRun.StartAssemblyInShell(
            isFull ? _state.Full : _state.ReadOnly, BuiltAssembly.JobManager,
            ["--storage", $"file://{_folder.Checkpoints}", "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0"]);
        await RefusesAsync(run, $"Storage = 'file://{_folder.Checkpoints}'", isFull ? "No space left on device" : "Read-only file system");
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

    private static async Task RefusesAsync(ProcessRun run, string setting, string why)
    {
        Assert.True(await run.End == 2, run.Error);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"error: {setting}", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.Contains("or choose another folder", line, StringComparison.Ordinal);
    }
}
