using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.WordCount;

public sealed class ShakespeareTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task The_counts_of_a_real_text_are_exact(int parallelism)
    {
        using var folder = new WordCountFolder();
        using var run = ProcessRun.Start(
            "WordCount",
            ["--input", WordCountFolder.Shakespeare, "--output", folder.Output, "--checkpoint-dir", folder.Checkpoints, "--parallelism", $"{parallelism}", "--checkpoint-interval", "100ms"]);
        Assert.True(await run.End == 0, run.Error);
        var expected = File.ReadLines(Millrace.Tests.Testing.SharedMaterial.Path("data/expected/shakespeare_wordcount.tsv"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), RunningCounts.Check(folder.Output).Select(c => $"{c.Key}\t{c.Value}").Order(StringComparer.Ordinal));
    }
}
