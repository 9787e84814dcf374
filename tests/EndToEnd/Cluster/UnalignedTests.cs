using System.Text.Json;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>
/// A slow keyed operator behind a full exchange over two task managers: records wait in every channel, and checkpoints overtake them. Killed and rescaled from
/// such checkpoints, the job counts every record once.
/// </summary>
public sealed class UnalignedTests
{
    private const int Numbers = 250_000;
    private const int Keys = 50;
    private const double Soon = 2;

    [Fact]
    public async Task Checkpoints_overtake_what_waits_and_a_kill_and_rescales_from_them_are_exact()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2), ("b", 2));
        var output = cluster.Folder["counts"];
        var submitted = await cluster.RunJson(
            "submit", BuiltAssembly.In("tests/SlowJob", "SlowJob"), "--parallelism", "4", "--checkpoint-interval", "100ms", "--set", "checkpoint.alignment-timeout=20ms",
            "--", "--count", $"{Numbers}", "--output", output);
        var job = submitted.Json.GetProperty("id").GetString()!;

        await Overtaken(cluster, job);
        var before = await cluster.Get(job);
        await cluster.KillTaskManager("b");
        await cluster.StartTaskManager("b");
        await cluster.WaitForRunning(job, before.Attempt);
        await Overtaken(cluster, job);
        Assert.Equal(2, (await cluster.RunJson("rescale", job, "--parallelism", "2")).Json.GetProperty("parallelism").GetInt32());
        await Overtaken(cluster, job);
        Assert.Equal(4, (await cluster.RunJson("rescale", job, "--parallelism", "4")).Json.GetProperty("parallelism").GetInt32());

        await cluster.WaitFor(job, static state => state.State == Hosting.Protocol.Job.Types.State.Finished);
        var expected = Enumerable.Range(0, Keys).SelectMany(static key => Enumerable.Range(1, Numbers / Keys).Select(count => $"{key}\t{count}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), VisibleLines.Of(output).Order(StringComparer.Ordinal));
    }

    /// <summary>Waits for a checkpoint that was soon complete although records were in flight; the first one after a restore waits until what was in flight is worked off.</summary>
    private static async Task Overtaken(ClusterProcesses cluster, string job)
    {
        for (var from = (await cluster.Get(job)).LatestCheckpoint; ;)
        {
            var checkpoints = (await cluster.RunJson("checkpoints", job)).Json.GetProperty("checkpoints").EnumerateArray();
            if (checkpoints.Any(c => c.GetProperty("id").GetInt64() > from && IsOvertaken(c))) return;
            var latest = (await cluster.Get(job)).LatestCheckpoint;
            await cluster.WaitFor(job, state => state.LatestCheckpoint > latest);
        }
    }

    private static bool IsOvertaken(JsonElement checkpoint) =>
        checkpoint.GetProperty("unaligned").GetBoolean() && checkpoint.GetProperty("inFlightBytes").GetInt64() > 0 && checkpoint.GetProperty("seconds").GetDouble() < Soon;
}
