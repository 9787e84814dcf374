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
        // A file where the folder of savepoints should be.
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
