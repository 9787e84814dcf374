using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>
/// A word count on a cluster of processes that are killed and paused at random moments of its files' life, rescaled under load,
/// stopped with a savepoint and resumed from it. MILLRACE_KILL_SEEDS=N runs it with N seeds.
/// </summary>
public sealed class ChaosTests
{
    private const int LatestMoment = 120;

    private static readonly (string, int)[] TaskManagers = [("a", 2), ("b", 2), ("c", 2)];

    private enum Trouble
    {
        TaskManagerKilled,
        TaskManagerStoodStill,
        JobManagerKilled,
        AllKilled,
        RescaledUp,
        RescaledDown,
    }

    public static MatrixTheoryData<int, bool> Seeds => new(Enumerable.Range(0, int.Parse(Environment.GetEnvironmentVariable("MILLRACE_KILL_SEEDS") ?? "1")), [false, true]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_is_killed_and_rescaled_the_counts_are_exact(int seed, bool isInAzure)
    {
        var random = new Random(seed);
        await using var cluster = await (isInAzure ? ClusterProcesses.StartOnAzureAsync(TaskManagers) : ClusterProcesses.StartAsync(TaskManagers));
        cluster.Folder.WriteInput(lines: 40_000, files: 9);
        var job = await cluster.Submit(["--parallelism", "3", "--checkpoint-interval", "100ms"], rate: 10);
        await cluster.WaitForRunning(job);
        foreach (var trouble in Shuffled(random))
        {
            using (var events = new FolderEvents(cluster.Folder.Root, random.Next(1, LatestMoment))) await cluster.WaitFor(job, events.Reached);
            TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}: {trouble}");
            await Make(trouble, cluster, job, random);
        }

        var savepoint = (await cluster.RunJson("stop", job, "--savepoint", cluster.Savepoints)).Json.GetProperty("savepoint").GetString()!;
        RunningCounts.Check(cluster.Folder.Output);

        var resumed = await cluster.RunJson("submit", cluster.Submission(["--restore", savepoint, "--parallelism", "4", "--wait"], rate: 0));
        Assert.Equal("finished", resumed.Json.GetProperty("state").GetString());
        Assert.Equal(RunningCounts.OfInput(cluster.Folder), RunningCounts.Check(cluster.Folder.Output));
    }

    private static Trouble[] Shuffled(Random random)
    {
        var all = Enum.GetValues<Trouble>();
        random.Shuffle(all);
        return all;
    }

    private static async Task Make(Trouble trouble, ClusterProcesses cluster, string job, Random random)
    {
        var before = await cluster.Get(job);
        var victim = before.TaskManagers[random.Next(before.TaskManagers.Count)];
        switch (trouble)
        {
            case Trouble.TaskManagerKilled:
                await cluster.KillTaskManager(victim);
                await cluster.StartTaskManager(victim);
                break;
            case Trouble.TaskManagerStoodStill:
                var left = cluster.JobManager.WaitForErrorAgain($"Task manager {victim} left");
                cluster.TaskManager(victim).Pause();
                await left;
                var joined = cluster.JobManager.WaitForErrorAgain($"Task manager {victim} joined");
                cluster.TaskManager(victim).Resume();
                await joined;
                break;
            case Trouble.JobManagerKilled:
                await cluster.KillJobManager();
                await cluster.StartJobManager();
                // Its tasks run on, and so do their checkpoints.
                await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.LatestCheckpoint > before.LatestCheckpoint);
                return;
            case Trouble.AllKilled:
                await cluster.KillAll();
                RunningCounts.Check(cluster.Folder.Output);
                await cluster.StartJobManager();
                await Task.WhenAll(cluster.TaskManagers.ToList().Select(id => cluster.StartTaskManager(id)));
                break;
            case Trouble.RescaledUp:
                await Rescale(cluster, job, 5);
                break;
            case Trouble.RescaledDown:
                await Rescale(cluster, job, 2);
                break;
        }

        await cluster.WaitForRunning(job, before.Attempt);
    }

    private static async Task Rescale(ClusterProcesses cluster, string job, int parallelism)
    {
        var rescaled = (await cluster.RunJson("rescale", job, "--parallelism", $"{parallelism}")).Json;
        Assert.Equal("running", rescaled.GetProperty("state").GetString());
        Assert.Equal(parallelism, rescaled.GetProperty("parallelism").GetInt32());
        Assert.True(rescaled.GetProperty("interruptionSeconds").GetDouble() > 0);
    }
}
