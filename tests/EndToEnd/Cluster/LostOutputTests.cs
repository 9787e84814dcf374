using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>A job whose output folder is deleted while it runs, which no restart can bring back.</summary>
public sealed class LostOutputTests
{
    [Fact]
    public async Task It_fails_as_its_policy_says_and_stop_is_answered()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2));
        cluster.Folder.WriteInput(lines: 40_000, files: 2);
        var job = await cluster.Submit(["--parallelism", "2", "--checkpoint-interval", "200ms", "--set", "restart.attempts=2"], rate: 50);
        await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > 1);
        Directory.Move(cluster.Folder.Output, cluster.Folder["moved"]);

        (await cluster.Run("stop", job)).AssertRefused(1, "");
        var status = (await cluster.RunJson("status", job)).Json;
        Assert.Equal("failed", status.GetProperty("state").GetString());
        Assert.InRange(status.GetProperty("restarts").GetInt32(), 2, 4);
    }
}
