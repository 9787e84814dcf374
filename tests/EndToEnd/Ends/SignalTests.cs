using System.Diagnostics;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary>How signals end a job, and that it can resume.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly WordCountFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signal_stops_with_a_last_checkpoint_and_a_restore_goes_on_to_the_exact_result(bool terminate)
    {
        _folder.WriteInput(lines: 1_000);
        using (var events = new FolderEvents(_folder.Root, 20))
        using (var run = _folder.Start("--rate", "20", "--parallelism", "1", "--json", "--checkpoint-interval", "20ms"))
        {
            await Task.WhenAny(run.End, events.Reached);
            if (terminate) run.Terminate();
            else run.Interrupt();
            Assert.True(await run.End == 0, run.Error);
            Assert.Contains("stopping with a final checkpoint", run.Error, StringComparison.Ordinal);
            var result = EndResult.Of(run);
            Assert.Equal("stopped", result.State);
            Assert.InRange(result.Records, 1, 999);
            var read = File.ReadLines(Path.Combine(_folder.Input, "0.txt")).Take((int)result.Records);
            Assert.Equal(RunningCounts.Of(read), RunningCounts.Check(_folder.Output));
        }

        using var restored = await _folder.Finish("--restore", "latest", "--parallelism", "3", "--json");
        Assert.Equal("finished", EndResult.Of(restored).State);
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }

    [Fact]
    public async Task A_signal_while_the_job_starts_stops_it_as_soon_as_it_runs()
    {
        _folder.WriteInput(lines: 300);
        using var run = _folder.Start("--rate", "10", "--json");
        await run.WaitForError("job: ");
        run.Terminate();
        Assert.True(await run.End == 0, run.Error);
        Assert.Equal("stopped", EndResult.Of(run).State);
    }

    [Fact]
    public async Task A_signal_ends_a_job_of_which_no_last_checkpoint_can_be_had_and_says_so()
    {
        File.WriteAllLines(_folder["lines"], ["one", "block", "two"]);
        using var run = ProcessRun.Start(
            "StubbornJob", ["--input", _folder["lines"], "--output", _folder.Output, "--checkpoint-dir", _folder.Checkpoints, "--checkpoint-interval", "1h"]);
        await run.WaitForError("blocked");
        var signalled = Stopwatch.GetTimestamp();
        run.Terminate();
        Assert.Equal(130, await run.End);
        Assert.InRange(Stopwatch.GetElapsedTime(signalled), TimeSpan.Zero, TimeSpan.FromSeconds(40));
        Assert.Contains("ended without a final checkpoint", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_ends_at_once_although_the_last_checkpoint_cannot_be_taken()
    {
        File.WriteAllLines(_folder["lines"], ["one", "block", "two"]);
        using var run = ProcessRun.Start(
            "StubbornJob", ["--input", _folder["lines"], "--output", _folder.Output, "--checkpoint-dir", _folder.Checkpoints, "--checkpoint-interval", "1h"]);
        await run.WaitForError("blocked");
        run.Terminate();
        await run.WaitForError("stopping with a final checkpoint");
        run.Interrupt();
        Assert.Equal(130, await run.End);
        Assert.Empty(RunningCounts.Check(_folder.Output));
    }
}
