using System.IO.Compression;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Local;
using Millrace.Tests.Testing;

namespace Millrace.EndToEnd.Tests.Wikiticker;

public sealed class EditsPerChannelTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("4")]
    public void The_edits_of_a_day_are_counted_per_channel(string parallelism)
    {
        using var folder = new WordCountFolder();
        Directory.CreateDirectory(folder.Input);
        var input = Path.Combine(folder.Input, "wikiticker.json");
        using (var packed = new GZipStream(File.OpenRead(SharedMaterial.Path("data/wikiticker-2015-09-12-sampled.json.gz")), CompressionMode.Decompress))
        using (var file = File.Create(input))
            packed.CopyTo(file);

        JobReport? report = null;
        var code = JobProgram.Run(
            ["--parallelism", parallelism, "--checkpoint-dir", folder.Checkpoints, "--checkpoint-interval", "50ms"],
            () => new EditsPerChannelJob(input, folder.Output),
            (r, _) => report = r);

        Assert.Equal((0, "finished", 39_244L), (code, report?.State, report?.Records));
        Assert.Equal(Expected(), RunningCounts.Check(folder.Output));
    }

    /// <summary>The windows of five minutes, added up.</summary>
    private static SortedDictionary<string, long> Expected()
    {
        var edits = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(SharedMaterial.Path("data/expected/wiki_tumble5m_channel.tsv")).Skip(1))
        {
            var fields = line.Split('\t');
            edits[fields[1]] = edits.GetValueOrDefault(fields[1]) + long.Parse(fields[2]);
        }

        return edits;
    }
}
