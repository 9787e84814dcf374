using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary>How signals end a job, and that it goes on from there.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly WordCountFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signal_stops_with_a_last_checkpoint_and_a_restore_goes_on_to_the_exact_result(bool terminate)
    {
        _folder.WriteInput(lines: 300);
        using (var events = new FolderEvents(_folder.Root, 20))
        using (var run = _folder.Start("--rate", "100", "--parallelism", "1", "--json", "--checkpoint-interval", "20ms"))
        {
            await events.Reached;
            if (terminate) run.Terminate();
            else run.Interrupt();
            Assert.True(await run.End == 0, run.Error);
            Assert.Contains("stopping with a last checkpoint", run.Error, StringComparison.Ordinal);
            var result = EndResult.Of(run);
            Assert.Equal("stopped", result.State);
            Assert.InRange(result.Records, 1, 299);
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

    /// <summary>A pipe in place of a file of the input holds a task in its step, so that the last checkpoint cannot be taken.</summary>
    [Fact]
    public async Task A_second_signal_ends_at_once()
    {
        _folder.WriteInput(lines: 100, files: 2);
        using var events = new FolderEvents(_folder.Root, 20);
        using var run = _folder.Start("--rate", "50", "--parallelism", "1", "--checkpoint-interval", "20ms");
        await events.Reached;
        var second = Path.Combine(_folder.Input, "1.txt");
        File.Delete(second);
        using (var make = System.Diagnostics.Process.Start("mkfifo", [second])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var writing = await Task.Factory.StartNew(
            () => new FileStream(second, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        run.Terminate();
        await run.WaitForError("stopping with a last checkpoint");
        run.Terminate();
        Assert.Equal(130, await run.End);
        RunningCounts.Check(_folder.Output);
    }
}
