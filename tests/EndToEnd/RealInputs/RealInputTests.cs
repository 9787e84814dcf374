using Millrace.Connectors.Files;
using Millrace.Local;
using Millrace.Tests.Testing;

namespace Millrace.EndToEnd.Tests.RealInputs;

public sealed class RealInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-real-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Edits_in_windows_of_five_minutes(int parallelism) => AreExpected("wiki_tumble5m_channel", RealInputJobs.EditsPerChannel, parallelism);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Busiest_channels_of_an_hour_every_quarter(int parallelism) => AreExpected("wiki_hop1h15m_top3", RealInputJobs.BusiestChannels, parallelism);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Sessions_of_users(int parallelism) => AreExpected("wiki_session10m_user", RealInputJobs.Sessions, parallelism);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Events_of_a_type_in_windows_of_ten_minutes(int parallelism) => AreExpected("github_tumble10m_type", RealInputJobs.EventsPerType, parallelism);

    private void AreExpected(string rows, Func<StreamEnvironment, DataStream<string>> define, int parallelism)
    {
        var output = Path.Combine(_folder, "out");
        string[] args = ["--parallelism", $"{parallelism}", "--checkpoint-dir", Path.Combine(_folder, "state"), "--checkpoint-interval", "100ms"];
        Assert.Equal(0, JobProgram.Run(args, () => new RowsJob(define, output)));
        var found = VisibleFiles.Under(output).SelectMany(part => File.ReadLines(Path.Combine(output, part)));
        Assert.Equal(
            File.ReadLines(SharedMaterial.Path($"data/expected/{rows}.tsv")).Skip(1).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private sealed class RowsJob(Func<StreamEnvironment, DataStream<string>> define, string output) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) => define(env).SinkToFiles(output, (row, line) => line.Append(row));
    }
}
