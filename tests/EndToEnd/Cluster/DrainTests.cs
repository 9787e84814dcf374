using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary><c>stop --drain</c> over two processes: every second record crosses from one to the other.</summary>
public sealed class DrainTests
{
    private const int Windows = 20_000;
    private const string AllRead = "all numbers are read";

    [Fact]
    public async Task Every_window_that_is_pending_is_published_once_and_the_job_has_finished()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 1), ("b", 1));
        var output = cluster.Folder["windows"];
        var job = await Submit(cluster, output);
        await Task.WhenAll(Readers(cluster).Select(static r => r.WaitForError(AllRead)));
        Assert.Equal(["a", "b"], (await cluster.Get(job)).TaskManagers.Order());

        var stopped = (await cluster.RunJson("stop", "--drain", job)).Json;
        Assert.Equal("finished", stopped.GetProperty("state").GetString());
        AssertEachOnce(output);
        Assert.True(File.Exists(stopped.GetProperty("savepoint").GetString()));
    }

    [Fact]
    public async Task A_drain_whose_savepoint_cannot_be_written_leaves_a_job_that_goes_on_and_can_be_drained_again()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 1), ("b", 1));
        var output = cluster.Folder["windows"];
        var job = await Submit(cluster, output);
        var before = await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > 0);
        await Task.WhenAll(Readers(cluster).Select(static r => r.WaitForError(AllRead)));
        // A file in place of the savepoints folder.
        var folder = Path.Combine(Directory.GetDirectories(cluster.Folder["storage"], job, SearchOption.AllDirectories).Single(), "savepoints");
        await File.WriteAllTextAsync(folder, "", TestContext.Current.CancellationToken);
        var allReadAgain = Task.WhenAll(Readers(cluster).Select(static r => r.WaitForErrorAgain(AllRead)));

        (await cluster.Run("stop", "--drain", job)).AssertRefused(1, "savepoint");
        var after = await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > before.LatestCheckpoint);
        Assert.True(after.Attempt > before.Attempt);
        await allReadAgain;
        File.Delete(folder);

        Assert.Equal("finished", (await cluster.RunJson("stop", "--drain", job)).Json.GetProperty("state").GetString());
        AssertEachOnce(output);
    }

    [Fact]
    public async Task A_task_manager_that_is_killed_while_the_job_drains_costs_no_window()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 1), ("b", 1));
        var output = cluster.Folder["windows"];
        var job = await Submit(cluster, output);
        await Task.WhenAll(Readers(cluster).Select(static r => r.WaitForError(AllRead)));
        // The next attempt drains at once, and has read everything its checkpoint covers.
        var read = await cluster.Get(job);
        await cluster.WaitFor(job, state => state.LatestCheckpoint > read.LatestCheckpoint + 1);

        var stopped = cluster.RunJson("stop", "--drain", job);
        await cluster.WaitFor(job, state => state.State is Job.Types.State.Stopping or Job.Types.State.Finished);
        await cluster.KillTaskManager("b");
        await cluster.StartTaskManager("b");
        Assert.Equal("finished", (await stopped).Json.GetProperty("state").GetString());
        AssertEachOnce(output);
    }

    /// <summary>Sources that have stopped at the savepoint's barrier continue to read when the stop is taken back.</summary>
    [Fact]
    public async Task A_stop_whose_savepoint_cannot_be_written_leaves_a_job_that_reads_on()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 1), ("b", 1));
        cluster.Folder.WriteInput(lines: 300, files: 2);
        var job = await cluster.Submit(["--parallelism", "2", "--checkpoint-interval", "200ms"], rate: 20);
        var before = await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > 0);
        var folder = Path.Combine(Directory.GetDirectories(cluster.Folder["storage"], job, SearchOption.AllDirectories).Single(), "savepoints");
        await File.WriteAllTextAsync(folder, "", TestContext.Current.CancellationToken);

        (await cluster.Run("stop", job)).AssertRefused(1, "savepoint");
        var ended = await cluster.WaitFor(job, state => state.State == Job.Types.State.Finished);
        Assert.Equal(before.Attempt, ended.Attempt);
        Assert.Equal(RunningCounts.OfInput(cluster.Folder), RunningCounts.Check(cluster.Folder.Output));
    }

    private static async Task<string> Submit(ClusterProcesses cluster, string output)
    {
        var run = await cluster.RunJson(
            "submit", BuiltAssembly.In("tests/DrainedJob", "DrainedJob"), "--parallelism", "2", "--checkpoint-interval", "200ms", "--", "--count", $"{Windows}", "--output", output);
        return run.Json.GetProperty("id").GetString()!;
    }

    private static IEnumerable<ProcessRun> Readers(ClusterProcesses cluster) => cluster.TaskManagers.Select(cluster.TaskManager).ToList();

    private static void AssertEachOnce(string output)
    {
        var lines = VisibleLines.Of(output).Order(StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(0, Windows).Select(static n => $"{n}\t1").Order(StringComparer.Ordinal), lines);
    }
}
