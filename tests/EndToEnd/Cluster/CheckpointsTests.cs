using System.Text.Json;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>What <c>millrace checkpoints</c> shows of a job on two task managers, one of which does not answer for a while.</summary>
public sealed class CheckpointsTests
{
    [Fact]
    public async Task It_shows_what_each_phase_took_and_why_one_failed()
    {
        await using var cluster = await ClusterProcesses.StartAsync(new Dictionary<string, string> { ["MILLRACE_HeartbeatTimeout"] = "00:02:00" }, ("a", 2), ("b", 2));
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var job = await cluster.Submit(
            ["--parallelism", "4", "--checkpoint-interval", "200ms", "--set", "checkpoint.timeout=2s", "--set", "checkpoint.tolerable-failures=1000", "--set", "checkpoint.retained=2"], rate: 10);
        var before = await cluster.WaitFor(job, static state => state.LatestCheckpoint > 2);

        cluster.TaskManager("b").Pause();
        var failed = await Find(cluster, job, static c => Text(c, "status") == "failed");
        var shown = await cluster.Run("checkpoints", job);
        Assert.Contains("did not answer", shown.Output, StringComparison.Ordinal);
        Assert.Contains("SLOWEST SUBTASK", shown.Output, StringComparison.Ordinal);
        cluster.TaskManager("b").Resume();
        Assert.Contains("did not answer", Text(failed, "failure"), StringComparison.Ordinal);
        Assert.InRange(Number(failed, "acknowledged"), 0, Number(failed, "subtasks") - 1);
        Assert.Equal(JsonValueKind.Null, failed.GetProperty("path").ValueKind);

        var next = Number(failed, "id") + 1;
        var complete = await Find(cluster, job, c => Number(c, "id") >= next && Text(c, "status") == "completed" && c.GetProperty("phases").GetProperty("publishing").ValueKind == JsonValueKind.Number);
        var phases = complete.GetProperty("phases");
        var stored = phases.GetProperty("subtasks").GetDouble() + phases.GetProperty("manifest").GetDouble() + phases.GetProperty("head").GetDouble();
        Assert.InRange(stored, double.Epsilon, complete.GetProperty("seconds").GetDouble());
        Assert.Equal(("checkpoint", Number(complete, "subtasks")), (Text(complete, "kind"), Number(complete, "acknowledged")));
        var slowest = complete.GetProperty("slowest");
        Assert.InRange(slowest.GetProperty("upload").GetDouble(), double.Epsilon, slowest.GetProperty("seconds").GetDouble());
        Assert.InRange(complete.GetProperty("stateBytes").GetInt64(), 1, long.MaxValue);
        Assert.NotEmpty(Text(complete.GetProperty("longestAlignment"), "operators"));

        Assert.Equal((before.Attempt, 0), ((await cluster.Get(job)).Attempt, (await cluster.Get(job)).Restarts));

        await cluster.RunJson("stop", job);
        var last = Checkpoints(await cluster.RunJson("checkpoints", job))[0];
        Assert.Equal(("stop", "completed"), (Text(last, "kind"), Text(last, "status")));
        Assert.NotEmpty(Text(last, "path"));
    }

    /// <summary>Asks until there is such a checkpoint.</summary>
    private static async Task<JsonElement> Find(ClusterProcesses cluster, string job, Func<JsonElement, bool> matches)
    {
        while (true)
        {
            if (Checkpoints(await cluster.RunJson("checkpoints", job)).Where(matches).ToList() is [var found, ..]) return found;
        }
    }

    private static List<JsonElement> Checkpoints(CommandRun run) => [.. run.Json.GetProperty("checkpoints").EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
