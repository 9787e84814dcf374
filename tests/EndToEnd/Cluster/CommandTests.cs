using System.Text.Json;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>The command <c>millrace</c> as a process, against a cluster of processes.</summary>
public sealed class CommandTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private ClusterProcesses Cluster => shared.Processes;

    [Fact]
    public async Task A_job_is_shown_listed_and_cancelled()
    {
        var job = await Cluster.Submit(["--name", "shown", "--parallelism", "1", "--checkpoint-interval", "50ms"], rate: 10, output: "shown");
        await Cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > 0);

        var status = (await Cluster.RunJson("status", "shown")).Json;
        Assert.Equal((job, "shown", "running"), (Text(status, "id"), Text(status, "name"), Text(status, "state")));
        Assert.Equal((1, 0), (status.GetProperty("parallelism").GetInt32(), status.GetProperty("restarts").GetInt32()));
        Assert.True(status.GetProperty("latestCheckpoint").GetInt64() > 0);
        Assert.Contains(Items(await Cluster.RunJson("list"), "jobs"), j => Text(j, "id") == job);
        Assert.Contains(Items(await Cluster.RunJson("logs", job), "entries"), e => Text(e.GetProperty("scope"), "job") == job);
        var taskManagers = Items(await Cluster.RunJson("cluster"), "taskManagers");
        Assert.Equal(["a", "b"], taskManagers.Select(t => Text(t, "id")).Order());
        Assert.Contains(taskManagers.SelectMany(t => t.GetProperty("artifacts").EnumerateArray()), a => a.GetProperty("jobs").EnumerateArray().Any(j => j.GetString() == job));
        using (var http = new HttpClient { BaseAddress = Cluster.Http })
        {
            var metrics = await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
            Assert.Contains(metrics.Split('\n'), line => line.StartsWith("millrace_job_checkpoints_total{", StringComparison.Ordinal) && line.Contains("\"shown\"", StringComparison.Ordinal));
        }

        Assert.Equal("cancelled", Text((await Cluster.RunJson("cancel", job)).Json, "state"));
        Assert.Contains("cancelled", (await Cluster.Run("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_reads_what_comes_with_it()
    {
        var run = await Cluster.RunJson("submit", BuiltAssembly.WordCount, "--name", "own", "--wait", "--", "--output", Cluster.Folder["own"]);
        Assert.Equal("finished", Text(run.Json, "state"));
        var text = Path.Combine(Path.GetDirectoryName(BuiltAssembly.WordCount)!, "text", "millrace.txt");
        Assert.Equal(RunningCounts.Of(File.ReadLines(text)), RunningCounts.Check(Cluster.Folder["own"]));
    }

    [Fact]
    public async Task A_savepoint_in_a_folder_is_gone_on_from()
    {
        var job = await Cluster.Submit(["--name", "saved", "--parallelism", "1", "--checkpoint-interval", "50ms"], rate: 30, output: "saved");
        await Cluster.WaitFor(job, state => state.LatestCheckpoint > 0);
        var savepoint = Text((await Cluster.RunJson("savepoint", job, Cluster.Folder["savepoints"])).Json, "savepoint");
        Assert.StartsWith(Cluster.Folder["savepoints"], savepoint, StringComparison.Ordinal);
        Assert.Contains(Items(await Cluster.RunJson("checkpoints", job), "checkpoints"), c => (Text(c, "kind"), Text(c, "status")) == ("savepoint", "completed"));
        await Cluster.RunJson("cancel", job);

        var restored = await Cluster.RunJson("submit", Cluster.Submission(["--restore", savepoint, "--name", "saved", "--wait"], rate: 0, output: "saved"));
        Assert.Equal("finished", Text(restored.Json, "state"));
        Assert.Equal(RunningCounts.OfInput(Cluster.Folder), RunningCounts.Check(Cluster.Folder["saved"]));
    }

    [Fact]
    public async Task A_rescale_that_cannot_be_placed_is_refused_before_anything_stops()
    {
        var job = await Cluster.Submit(["--name", "scaled", "--parallelism", "1"], rate: 10, output: "scaled");
        var before = await Cluster.WaitForRunning(job);
        (await Cluster.Run("rescale", job, "--parallelism", "40")).AssertRefused(1, "slot");
        Assert.Equal(0, (await Cluster.RunJson("rescale", job, "--parallelism", "1")).Json.GetProperty("interruptionSeconds").GetDouble());
        var after = await Cluster.Get(job);
        Assert.Equal((before.Attempt, Job.Types.State.Running), (after.Attempt, after.State));
        await Cluster.RunJson("cancel", job);
    }

    [Fact]
    public async Task Rescales_at_once_are_carried_out_one_after_the_other()
    {
        var job = await Cluster.Submit(["--name", "twice", "--parallelism", "1"], rate: 10, output: "twice");
        var before = await Cluster.WaitForRunning(job);
        var both = await Task.WhenAll(
            Cluster.RunJson("rescale", job, "--parallelism", "2"),
            Cluster.RunJson("rescale", job, "--operator", "counts=3"));
        Assert.All(both, run => Assert.Equal("running", Text(run.Json, "state")));
        var after = await Cluster.Get(job);
        Assert.Equal((before.Attempt + 2, 2), (after.Attempt, after.Parallelism));
        Assert.Equal(3, after.Operators.Single(o => o.Id == "counts").Parallelism);
        Assert.Equal(2, after.Operators.Single(o => o.Id == "lines").Parallelism);
        await Cluster.RunJson("cancel", job);
    }

    [Fact]
    public async Task A_job_is_explained_and_bad_input_is_refused_in_a_line()
    {
        var explained = (await Cluster.RunJson("explain", BuiltAssembly.WordCount, "--parallelism", "3")).Json;
        Assert.Equal(3, explained.GetProperty("slots").GetInt32());
        Assert.Contains("counts", Text(explained, "text"), StringComparison.Ordinal);

        (await Cluster.Run("submit", BuiltAssembly.WordCount, "--checkpoint-dir", "/tmp")).AssertRefused(2, "--storage");
        (await Cluster.Run("status", "nosuchjob")).AssertRefused(2, "nosuchjob");
        var text = Cluster.Folder["text.dll"];
        await File.WriteAllTextAsync(text, "This is no assembly.", TestContext.Current.CancellationToken);
        (await Cluster.Run("submit", text)).AssertRefused(2, "text.dll");
        (await Cluster.Run("submit", BuiltAssembly.In("engine/Millrace.Core", "Millrace.Core"))).AssertRefused(2, "job");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static List<JsonElement> Items(CommandRun run, string name) => [.. run.Json.GetProperty(name).EnumerateArray()];
}
