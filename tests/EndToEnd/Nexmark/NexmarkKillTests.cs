using Millrace.EndToEnd.Tests.Processes;
using Millrace.Tests.Testing;

namespace Millrace.EndToEnd.Tests.Nexmark;

/// <summary>Queries are killed at random moments of their files' life and resume at another parallelism; the rows are those without kills.</summary>
public sealed class NexmarkKillTests
{
    private const int MostKills = 3;

    private static readonly int[] s_parallelisms = [2, 3, 1, 7];

    [Theory]
    [InlineData("q5", 1)]
    [InlineData("q9", 2)]
    [InlineData("q11", 3)]
    [InlineData("q18", 4)]
    public async Task Killed_and_rescaled_halfway_the_rows_are_the_same(string query, int seed)
    {
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("millrace-nexmark-");
        try
        {
            var output = Path.Combine(folder.FullName, "rows.tsv");
            for (var attempt = 0; ; attempt++)
            {
                using var events = new FolderEvents(folder.FullName, attempt < MostKills ? random.Next(1, 120) : int.MaxValue);
                using var run = ProcessRun.Start(
                    "Nexmark",
                    [
                        "run", "--query", query, "--input", SharedMaterial.Path("nexmark/disorder-20k"), "--output", output, "--restore", "latest",
                        "--checkpoint-dir", Path.Combine(folder.FullName, "state"), "--checkpoint-interval", "15ms", "--parallelism", $"{s_parallelisms[attempt % 4]}",
                    ]);
                await Task.WhenAny(run.End, events.Reached);
                if (run.End.IsCompleted)
                {
                    Assert.True(await run.End == 0, $"Attempt {attempt}: {run.Error}");
                    break;
                }

                run.Kill();
                await run.End;
            }

            var expected = File.ReadLines(SharedMaterial.Path($"nexmark/disorder-20k/expected/{query}.expected.tsv"));
            Assert.Equal(expected.Order(StringComparer.Ordinal), File.ReadLines(output).Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
