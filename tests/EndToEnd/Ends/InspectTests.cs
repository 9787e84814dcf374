using Millrace.EndToEnd.Tests.Cluster;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary><c>millrace inspect</c> of what a job has written.</summary>
public sealed class InspectTests : IDisposable
{
    private readonly WordCountFolder _folder = new();

    public InspectTests() => _folder.WriteInput(lines: 60, files: 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_finished_jobs_last_checkpoint_is_whole_and_one_flipped_bit_in_it_is_found()
    {
        using (await _folder.Finish()) { }
        using (var whole = Inspect(_folder.JobFolder))
        {
            Assert.True(await whole.End == 0, whole.Error);
            Assert.Contains("every checksum is right", whole.Output, StringComparison.Ordinal);
            Assert.Contains("_timers/", whole.Output, StringComparison.Ordinal);
        }

        var blob = Directory.GetFiles(Path.Combine(_folder.JobFolder, "blobs")).Where(static f => f.EndsWith("-0", StringComparison.Ordinal)).OrderByDescending(static f => new FileInfo(f).Length).First();
        var content = await File.ReadAllBytesAsync(blob, TestContext.Current.CancellationToken);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(blob, content, TestContext.Current.CancellationToken);
        using var damaged = Inspect(_folder.Manifests[^1]);
        Assert.True(await damaged.End == 1, damaged.Output + damaged.Error);
        Assert.Contains($"damaged: {blob} is damaged", damaged.Output, StringComparison.Ordinal);
    }

    private static ProcessRun Inspect(string path) => ProcessRun.StartAssembly(BuiltAssembly.Command, ["inspect", path]);
}
