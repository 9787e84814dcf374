using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>
/// Joins, windows with triggers and evictors, rankings, time-to-live and broadcast visits over two task managers that are killed, rescaled, stopped
/// and restored. MILLRACE_KILL_SEEDS=N runs it with N seeds.
/// </summary>
public sealed class OperatorsTests
{
    private const string Visits = "visits";

    private static readonly string[] Folders = ["pairs", "together", "valued", "all", "evicted", "growth", "firings", "ranks", "first", Visits];

    public static MatrixTheoryData<int, bool> Seeds => ChaosTests.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_is_killed_the_results_are_those_of_a_quiet_run(int seed, bool isInAzure)
    {
        var random = new Random(seed);
        await using var cluster = await (isInAzure ? ClusterProcesses.StartOnAzureAsync(("a", 2), ("b", 2)) : ClusterProcesses.StartAsync(("a", 2), ("b", 2)));
        var quiet = cluster.Folder["quiet"];
        Assert.Equal("finished", (await cluster.RunJson("submit", Submission(["--parallelism", "2", "--wait"], quiet, rate: 0))).Json.GetProperty("state").GetString());

        var output = cluster.Folder["output"];
        var job = (await cluster.RunJson("submit", Submission(["--parallelism", "3"], output, rate: 100))).Json.GetProperty("id").GetString()!;
        await Progress(cluster, job, random);
        await Kill(cluster, job, "a", random);
        Assert.Equal(2, (await cluster.RunJson("rescale", job, "--parallelism", "2")).Json.GetProperty("parallelism").GetInt32());
        await Progress(cluster, job, random);
        await Kill(cluster, job, "b", random);
        var savepoint = (await cluster.RunJson("stop", job)).Json.GetProperty("savepoint").GetString()!;
        Assert.All(Folders[..5], folder => Assert.NotEmpty(VisibleLines.Of(Path.Combine(output, folder))));

        var resumed = await cluster.RunJson("submit", Submission(["--restore", savepoint, "--parallelism", "4", "--wait"], output, rate: 0));
        Assert.Equal("finished", resumed.Json.GetProperty("state").GetString());
        foreach (var folder in Folders)
        {
            Assert.NotEmpty(Results(quiet, folder));
            Assert.Equal(Results(quiet, folder), Results(output, folder));
        }
    }

    private static string[] Submission(IEnumerable<string> options, string output, int rate) =>
        [BuiltAssembly.In("tests/FeaturesJob", "FeaturesJob"), .. options, "--checkpoint-interval", "100ms", "--", "--output", output, "--rate", $"{rate}"];

    /// <summary>Waits for a few more checkpoints.</summary>
    private static async Task Progress(ClusterProcesses cluster, string job, Random random)
    {
        var latest = (await cluster.WaitForRunning(job)).LatestCheckpoint;
        var more = random.Next(3, 12);
        await cluster.WaitFor(job, state => state.LatestCheckpoint >= latest + more);
    }

    private static async Task Kill(ClusterProcesses cluster, string job, string taskManager, Random random)
    {
        var before = await cluster.Get(job);
        await cluster.KillTaskManager(taskManager);
        await cluster.StartTaskManager(taskManager);
        await cluster.WaitForRunning(job, before.Attempt);
        await Progress(cluster, job, random);
    }

    private static List<string> Results(string output, string folder)
    {
        var lines = VisibleLines.Of(Path.Combine(output, folder));
        if (folder == Visits) lines = lines.Select(static l => l.Split(' ')).GroupBy(static l => l[0], static l => long.Parse(l[1])).Select(static g => $"{g.Key} {g.Sum()}");
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
