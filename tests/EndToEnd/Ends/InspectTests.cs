using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Millrace.EndToEnd.Tests.Cluster;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary><c>millrace inspect</c> of what a job has written.</summary>
public sealed partial class InspectTests : IDisposable
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

    [Fact]
    public async Task So_it_is_in_Azure_Blob_Storage()
    {
        var server = await AzuriteServer.GetAsync();
        var container = await server.CreateContainerAsync();
        var storage = $"azure://{AzuriteServer.Account}/{container}/checkpoints";
        string job;
        using (var run = _folder.StartIn(storage, server.Settings))
        {
            Assert.True(await run.End == 0, run.Error);
            job = JobLine.Match(run.Error).Groups["id"].Value;
        }

        string manifest;
        using (var whole = Inspect($"{storage}/{job}", server.Settings, "--json"))
        {
            Assert.True(await whole.End == 0, whole.Error);
            var report = JsonDocument.Parse(whole.Output).RootElement;
            manifest = report.GetProperty("path").GetString()!;
            Assert.StartsWith($"{storage}/{job}/manifests/", manifest, StringComparison.Ordinal);
            Assert.Equal((job, 0), (report.GetProperty("job").GetString(), report.GetProperty("damage").GetArrayLength()));
            Assert.Contains(report.GetProperty("states").EnumerateArray(), static s => s.GetProperty("bytes").GetInt64() > 0);
        }

        var blobs = new BlobContainerClient(server.ConnectionString, container, new BlobClientOptions(AzuriteServer.Version));
        var largest = blobs.GetBlobs(BlobTraits.None, BlobStates.None, $"checkpoints/{job}/blobs/", TestContext.Current.CancellationToken).Where(static b => b.Name.EndsWith("-0", StringComparison.Ordinal)).MaxBy(static b => b.Properties.ContentLength)!.Name;
        var content = (await blobs.GetBlobClient(largest).DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToArray();
        content[content.Length / 2] ^= 1;
        await blobs.GetBlobClient(largest).UploadAsync(new BinaryData(content), overwrite: true, TestContext.Current.CancellationToken);
        using (var damaged = Inspect(manifest, server.Settings))
        {
            Assert.True(await damaged.End == 1, damaged.Output + damaged.Error);
            Assert.Contains($"damaged: azure://{AzuriteServer.Account}/{container}/{largest} is damaged", damaged.Output, StringComparison.Ordinal);
        }

        using var nothing = Inspect($"{storage}/nothing", server.Settings);
        Assert.True(await nothing.End == 2, nothing.Output + nothing.Error);
        Assert.Contains($"{storage}/nothing", nothing.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^job: (?<id>\S+)$", RegexOptions.Multiline)]
    private static partial Regex JobLine { get; }

    private static ProcessRun Inspect(string path) => Inspect(path, new Dictionary<string, string>());

    private static ProcessRun Inspect(string path, IReadOnlyDictionary<string, string> environment, params string[] options) =>
        ProcessRun.StartAssembly(BuiltAssembly.Command, ["inspect", path, .. options], environment);
}
