using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>Jobs whose code terminates the process that runs it, beside a job that does nothing wrong.</summary>
public sealed class ProcessEndingJobTests
{
    [Theory]
    [InlineData("exit")]
    [InlineData("thread")]
    public async Task It_is_found_out_and_ends_by_its_restart_policy_and_the_other_job_runs_on(string how)
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2), ("b", 2));
        cluster.Folder.WriteInput(lines: 40_000, files: 2);
        var other = await cluster.Submit(["--name", "other", "--parallelism", "2"], rate: 10);
        await cluster.WaitForRunning(other);
        var lines = cluster.Folder["lines"];
        await File.WriteAllLinesAsync(lines, ["one", how], TestContext.Current.CancellationToken);
        await cluster.WhileTaskManagersAreKept(async () =>
        {
            var submitted = await cluster.Run(
                "submit", BuiltAssembly.In("tests/StubbornJob", "StubbornJob"), "--parallelism", "1", "--name", how, "--set", "restart.attempts=1", "--wait", "--",
                "--input", lines, "--output", cluster.Folder["copied"]);
            Assert.True(submitted.ExitCode == 1, submitted.Error);
            Assert.Equal("failed", (await cluster.RunJson("status", how)).Json.GetProperty("state").GetString());
            var failures = (await cluster.RunJson("exceptions", how)).Json.GetProperty("exceptions").EnumerateArray().Select(static f => f.GetProperty("message").GetString()!).ToList();
            Assert.True(failures.Count(static f => f.Contains("its code is suspected of ending them", StringComparison.Ordinal)) == 2, string.Join('\n', failures));
        });

        var running = await cluster.WaitForRunning(other);
        // The first two times it was not yet clear which of the two jobs was to blame.
        Assert.InRange(running.Restarts, 1, 2);
        await cluster.WaitFor(other, state => state.LatestCheckpoint > running.LatestCheckpoint);
    }
}
