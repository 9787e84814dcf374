using System.IO.Compression;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Local;

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
        using (var packed = new GZipStream(File.OpenRead(WikiDay.Edits), CompressionMode.Decompress))
        using (var file = File.Create(input))
            packed.CopyTo(file);

        JobReport? report = null;
        var code = JobProgram.Run(
            ["--parallelism", parallelism, "--checkpoint-dir", folder.Checkpoints, "--checkpoint-interval", "50ms"],
            () => new EditsPerChannelJob(input, folder.Output),
            (r, _) => report = r);

        Assert.Equal((0, "finished", 39_244L), (code, report?.State, report?.Records));
        Assert.Equal(WikiDay.EditsPerChannel(), RunningCounts.Check(folder.Output));
    }
}
