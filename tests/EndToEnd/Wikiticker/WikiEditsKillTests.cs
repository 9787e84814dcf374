using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Wikiticker;

/// <summary>
/// The second example job over a day of edits that occurs twice: killed at random moments of its files' life, it resumes at another
/// parallelism, and every edit counts once.
/// </summary>
public sealed class WikiEditsKillTests
{
    private const int MostKills = 3;

    private static readonly int[] s_parallelisms = [2, 5, 1, 3];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Killed_and_rescaled_at_any_moment_counts_and_sessions_are_exact(int seed)
    {
        var random = new Random(seed);
        using var folder = new WordCountFolder();
        Directory.CreateDirectory(folder.Input);
        foreach (var name in new[] { "day.json.gz", "again.json.gz" }) File.Copy(WikiDay.Edits, Path.Combine(folder.Input, name));
        File.WriteAllText(Path.Combine(folder.Input, "unreadable.json"), "no edit\n");
        File.WriteAllText(folder["blocked.tsv"], "2015-09-12T00:00:00Z\t#nobody.reads\n");
        for (var attempt = seed; ; attempt++)
        {
            using var events = new FolderEvents(folder.Root, attempt < seed + MostKills ? random.Next(1, 200) : int.MaxValue);
            using var run = ProcessRun.Start("WikiEdits", folder.Arguments(
                "--blocked", folder["blocked.tsv"], "--restore", "latest", "--parallelism", $"{s_parallelisms[attempt % 4]}", "--checkpoint-interval", "15ms"));
            await Task.WhenAny(run.End, events.Reached);
            if (run.End.IsCompleted)
            {
                Assert.True(await run.End == 0, $"Seed {seed}: {run.Error}");
                break;
            }

            run.Kill();
            await run.End;
        }

        Assert.Equal(WikiDay.EditsPerChannel(), RunningCounts.Check(Path.Combine(folder.Output, "channels")));
        Assert.Equal(WikiDay.Sessions, Visible(folder, "sessions"));
        Assert.Equal(["no edit"], Visible(folder, "unreadable"));
    }

    private static IEnumerable<string> Visible(WordCountFolder folder, string part) => Directory.EnumerateFiles(Path.Combine(folder.Output, part))
        .Where(static f => Path.GetFileName(f)[0] is not ('.' or '_')).SelectMany(File.ReadLines).Order(StringComparer.Ordinal);
}
