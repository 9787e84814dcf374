using Millrace.EndToEnd.Tests.Processes;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.EndToEnd.Tests.Kills;

/// <summary>
/// A word count is killed at random moments of its files' life and resumes at another parallelism. At every kill the visible lines of
/// each word contain its counts from 1 without a gap or repeat; at the end they are exact.
/// </summary>
public sealed class KillTests
{
    private const int MostKills = 4;
    private const int LatestMoment = 250;
    private const int LatestMomentOfOutput = 60;

    private static readonly int[] Parallelisms = [1, 2, 5, 3];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, int.Parse(Environment.GetEnvironmentVariable("MILLRACE_KILL_SEEDS") ?? "4"))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Killed_and_rescaled_at_any_moment_the_counts_are_exact(int seed) => RunAsync(seed, LatestMoment, static (folder, options) => folder.Start(options));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task So_they_are_with_checkpoints_in_Azure_Blob_Storage(int seed)
    {
        var server = await AzuriteServer.GetAsync();
        var storage = $"azure://{AzuriteServer.Account}/{await server.CreateContainerAsync()}/checkpoints";
        await RunAsync(seed, LatestMomentOfOutput, (folder, options) => folder.StartIn(storage, server.Settings, options));
    }

    private static async Task RunAsync(int seed, int latestMoment, Func<WordCountFolder, string[], ProcessRun> start)
    {
        var random = new Random(seed);
        using var folder = new WordCountFolder();
        folder.WriteInput(lines: 1200, files: 7);
        var kills = 0;
        for (var attempt = seed; ; attempt++)
        {
            using var events = new FolderEvents(folder.Root, kills < MostKills ? random.Next(1, latestMoment) : int.MaxValue);
            using var run = start(folder, ["--restore", "latest", "--parallelism", $"{Parallelisms[attempt % 4]}", "--checkpoint-interval", "15ms", "--rate", "800"]);
            await Task.WhenAny(run.End, events.Reached);
            if (run.End.IsCompleted)
            {
                Assert.True(await run.End == 0, $"Seed {seed}: {run.Error}");
                break;
            }

            run.Kill();
            await run.End;
            kills++;
            RunningCounts.Check(folder.Output);
        }

        Assert.Equal(RunningCounts.OfInput(folder), RunningCounts.Check(folder.Output));
    }
}
