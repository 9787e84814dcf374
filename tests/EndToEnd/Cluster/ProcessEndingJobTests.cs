using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>Jobs whose code terminates the process that runs it, beside a job that does nothing wrong.</summary>
public sealed class ProcessEndingJobTests
{
    private static readonly string[] s_ways = ["exit", "failfast", "thread", "asyncvoid", "overflow"];

    [Fact]
    public async Task Each_is_found_out_and_ends_by_its_restart_policy_and_the_job_beside_it_runs_on()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2), ("b", 2));
        cluster.Folder.WriteInput(lines: 40_000, files: 2);
        var other = await cluster.Submit(["--name", "other", "--parallelism", "2"], rate: 10);
        foreach (var how in s_ways)
        {
            var before = await cluster.WaitForRunning(other);
            var lines = cluster.Folder[$"lines-{how}"];
            await File.WriteAllLinesAsync(lines, ["one", how], TestContext.Current.CancellationToken);
            await cluster.WhileTaskManagersAreKept(async () =>
            {
                var submitted = await cluster.Run(
                    "submit", BuiltAssembly.In("tests/StubbornJob", "StubbornJob"), "--parallelism", "1", "--name", how, "--set", "restart.attempts=1", "--wait", "--",
                    "--input", lines, "--output", cluster.Folder[$"copied-{how}"]);
                Assert.True(submitted.ExitCode == 1, submitted.Error);
                Assert.Equal("failed", (await cluster.RunJson("status", how)).Json.GetProperty("state").GetString());
                var failures = (await cluster.RunJson("exceptions", how)).Json.GetProperty("exceptions").EnumerateArray().Select(static f => f.GetProperty("message").GetString()!).ToList();
                Assert.True(failures.Count(static f => f.Contains("its code is suspected of ending them", StringComparison.Ordinal)) == 2, string.Join('\n', failures));
            });

            var running = await cluster.WaitForRunning(other);
            // The first two times it is not clear which of the two jobs is to blame, where they share a process.
            Assert.InRange(running.Restarts - before.Restarts, how == s_ways[0] ? 1 : 0, 2);
            await cluster.WaitFor(other, state => state.LatestCheckpoint > running.LatestCheckpoint);
        }

        Assert.DoesNotContain("suspected", (await cluster.Run("exceptions", other)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_task_manager_of_its_own_it_harms_no_other_job()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2));
        await cluster.StartTaskManager("kept", 2, jobs: "untrusted");
        cluster.Folder.WriteInput(lines: 40_000, files: 2);
        var other = await cluster.Submit(["--name", "other", "--parallelism", "2"], rate: 10);
        Assert.Equal(["a"], (await cluster.WaitForRunning(other)).TaskManagers);
        var lines = cluster.Folder["lines"];
        await File.WriteAllLinesAsync(lines, ["one", "exit"], TestContext.Current.CancellationToken);
        var spared = cluster.TaskManager("a");
        await cluster.WhileTaskManagersAreKept(async () =>
        {
            var submitted = await cluster.Run(
                "submit", BuiltAssembly.In("tests/StubbornJob", "StubbornJob"), "--parallelism", "1", "--name", "untrusted", "--set", "restart.attempts=0", "--wait", "--",
                "--input", lines, "--output", cluster.Folder["copied"]);
            Assert.True(submitted.ExitCode == 1, submitted.Error);
        });
        Assert.Same(spared, cluster.TaskManager("a"));
        Assert.Equal(0, (await cluster.Get(other)).Restarts);
    }

    [Fact]
    public async Task A_definition_that_ends_the_processes_that_plan_it_is_refused_and_they_go_on()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2), ("b", 2));
        await cluster.WhileTaskManagersAreKept(async () =>
        {
            var submitted = await cluster.Run("submit", BuiltAssembly.In("tests/StubbornJob", "StubbornJob"), "--", "--ends", "true");
            submitted.AssertRefused(2, "its definition is suspected of ending them");
        });
        cluster.Folder.WriteInput(lines: 10, files: 1);
        var next = await cluster.RunJson("submit", ["--wait", .. cluster.Submission(["--parallelism", "1"], rate: 0)]);
        Assert.Equal("finished", next.Json.GetProperty("state").GetString());
    }
}
