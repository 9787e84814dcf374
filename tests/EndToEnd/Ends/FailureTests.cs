using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary>A failure that is not bad input ends with exit code 1.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly WordCountFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_definition_that_throws_is_shown_with_its_stack_trace_and_nothing_is_made()
    {
        using var run = ProcessRun.Start("StubbornJob", ["--broken", "true", "--checkpoint-dir", _folder.Checkpoints]);
        Assert.Equal(1, await run.End);
        Assert.StartsWith("error: The definition of 'LinesJob' failed: NotSupportedException: broken on purpose", run.Error, StringComparison.Ordinal);
        Assert.Contains("at Millrace.StubbornJob.LinesJob.Define", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task A_reader_of_the_result_that_goes_away_harms_nothing()
    {
        _folder.WriteInput(lines: 100);
        using var run = ProcessRun.StartInShell("{ \"$@\"; echo ended with $? >&2; } | true", "WordCount", _folder.Arguments("--json"));
        await run.End;
        Assert.Contains("ended with 0\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_is_a_failure()
    {
        _folder.WriteInput(lines: 100);
        using var run = ProcessRun.StartInShell("\"$@\" > /dev/full", "WordCount", _folder.Arguments("--json"));
        Assert.True(await run.End == 1, run.Error);
        Assert.Contains("error: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }

    /// <summary>A file size limit simulates a full disk: writing fails, and is retried.</summary>
    [Fact]
    public async Task A_disk_that_takes_no_more_is_tried_again_and_nothing_is_left_behind()
    {
        _folder.WriteInput(lines: 2000);
        const string limited = "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 16; exec \"$@\"";
        using (var full = ProcessRun.StartInShell(limited, "WordCount", _folder.Arguments("--checkpoint-interval", "20ms")))
        {
            await full.WaitForError("attempt 2 failed");
            full.Kill();
            await full.End;
            RunningCounts.Check(_folder.Output);
        }

        Assert.InRange(Directory.GetFiles(_folder.Checkpoints, ".tmp-*", SearchOption.AllDirectories).Length, 0, 2);
        using (await _folder.Finish("--restore", "latest")) { }
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }
}
