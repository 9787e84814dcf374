using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Kills;

/// <summary>
/// A word count is killed at random moments of its files' life and resumes at another parallelism. At every kill the visible lines of
/// each word contain its counts from 1 without a gap or repeat; at the end they are exact.
/// </summary>
public sealed class KillTests
{
    private const int MostKills = 4;

    private static readonly int[] Parallelisms = [1, 2, 5, 3];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, int.Parse(Environment.GetEnvironmentVariable("MILLRACE_KILL_SEEDS") ?? "4"))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_and_rescaled_at_any_moment_the_counts_are_exact(int seed)
    {
        var random = new Random(seed);
        using var folder = new WordCountFolder();
        folder.WriteInput(lines: 1200, files: 7);
        var kills = 0;
        for (var attempt = seed; ; attempt++)
        {
            using var events = new FolderEvents(folder.Root, kills < MostKills ? random.Next(1, 250) : int.MaxValue);
            using var run = folder.Start(
                "--restore", "latest", "--parallelism", $"{Parallelisms[attempt % 4]}", "--checkpoint-interval", "15ms", "--rate", "800");
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
