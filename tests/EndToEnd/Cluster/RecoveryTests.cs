using System.Diagnostics;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>The consequences of losing a process, with a cluster's default settings.</summary>
public sealed class RecoveryTests
{
    /// <summary>On an idle machine recovery takes less than 3 s; this one may be busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task After_a_kill_the_job_processes_again_on_the_slots_that_remain_and_says_what_happened()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2), ("b", 2), ("c", 2));
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var job = await cluster.Submit(["--parallelism", "4"], rate: 10);
        var before = await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > 0);

        var clock = Stopwatch.StartNew();
        await cluster.KillTaskManager(before.TaskManagers[0]);
        var running = await cluster.WaitForRunning(job, before.Attempt);
        var untilRunning = clock.Elapsed;
        await cluster.WaitFor(job, state => state.LatestCheckpoint > running.LatestCheckpoint);
        TestContext.Current.TestOutputHelper?.WriteLine($"From SIGKILL to all subtasks running: {untilRunning}; to the next completed checkpoint: {clock.Elapsed}");
        Assert.InRange(untilRunning, TimeSpan.Zero, Patience);
        Assert.DoesNotContain(before.TaskManagers[0], running.TaskManagers);

        var failure = (await cluster.RunJson("exceptions", job)).Json.GetProperty("exceptions")[0];
        Assert.Contains(before.TaskManagers[0], failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before.Attempt, failure.GetProperty("attempt").GetInt32());
        await AssertExact(cluster, job);
    }

    [Fact]
    public async Task What_a_task_manager_does_that_stood_still_until_it_was_lost_has_no_effect()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2), ("b", 2));
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var job = await cluster.Submit(["--parallelism", "2", "--checkpoint-interval", "50ms"], rate: 20);
        var before = await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > 1);
        Assert.Equal(["a", "b"], before.TaskManagers.Order());

        var clock = Stopwatch.StartNew();
        cluster.TaskManager("a").Pause();
        var running = await cluster.WaitForRunning(job, before.Attempt);
        TestContext.Current.TestOutputHelper?.WriteLine($"From SIGSTOP to all subtasks running: {clock.Elapsed}");
        Assert.Equal(["b"], running.TaskManagers);
        await cluster.WaitFor(job, state => state.LatestCheckpoint > running.LatestCheckpoint + 1);
        cluster.TaskManager("a").Resume();
        await cluster.TaskManager("a").WaitForError("session with the job manager is over");
        await cluster.WaitFor(job, state => state.LatestCheckpoint > running.LatestCheckpoint + 3);
        Assert.Equal(running.Attempt, (await cluster.Get(job)).Attempt);
        await AssertExact(cluster, job);
    }

    [Fact]
    public async Task While_the_job_manager_is_dead_the_tasks_run_on_and_its_successor_keeps_them()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2), ("b", 2));
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var job = await cluster.Submit(["--parallelism", "4", "--checkpoint-interval", "50ms"], rate: 20);
        var before = await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > 1);
        for (var i = 0; i < 3; i++)
        {
            await cluster.KillJobManager();
            var clock = Stopwatch.StartNew();
            await cluster.StartJobManager();
            var kept = await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > before.LatestCheckpoint + 1000);
            TestContext.Current.TestOutputHelper?.WriteLine($"From the start to a checkpoint of tasks that were kept: {clock.Elapsed}");
            Assert.True((before.Attempt, before.Restarts) == (kept.Attempt, kept.Restarts), cluster.JobManager.Error + cluster.TaskManager("a").Error);
            before = kept;
        }

        // A part that fails meanwhile is noticed.
        await Task.WhenAll(cluster.KillJobManager(), cluster.KillTaskManager("b"));
        await cluster.StartJobManager();
        await cluster.StartTaskManager("b");
        var restored = await cluster.WaitForRunning(job, before.Attempt);
        Assert.Equal((before.Attempt + 1, before.Restarts), (restored.Attempt, restored.Restarts));
        await AssertExact(cluster, job);
    }

    /// <summary>Stops the job, and lets it process the rest as fast as it can.</summary>
    private static async Task AssertExact(ClusterProcesses cluster, string job)
    {
        Assert.Equal("stopped", (await cluster.RunJson("stop", job)).Json.GetProperty("state").GetString());
        RunningCounts.Check(cluster.Folder.Output);
        var resumed = await cluster.RunJson("submit", cluster.Submission(["--restore", job, "--wait"], rate: 0));
        Assert.Equal("finished", resumed.Json.GetProperty("state").GetString());
        Assert.Equal(RunningCounts.OfInput(cluster.Folder), RunningCounts.Check(cluster.Folder.Output));
    }
}
