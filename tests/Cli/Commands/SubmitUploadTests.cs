using System.IO.Compression;
using System.Security.Cryptography;
using Grpc.Core;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

/// <summary>How a job's code gets to the cluster.</summary>
public sealed class SubmitUploadTests
{
    [Fact]
    public async Task It_is_sent_in_chunks_after_its_header()
    {
        using var file = TemporaryFile.Archive(2_500_000);
        await using var manager = await ManagerAsync(found: false);
        var run = await CliRun.OfAsync(manager, "submit", file.Path);
        Assert.Equal(0, run.Code);
        Assert.Contains($"uploaded {Path.GetFileName(file.Path)} (2.4 MiB)\n", run.Error, StringComparison.Ordinal);
        var parts = manager.Calls.Select(c => c.Request).OfType<UploadArtifactRequest>().ToList();
        var header = parts[0].Header;
        var chunks = parts.Skip(1).Select(p => p.Chunk).ToList();
        Assert.All(chunks, chunk => Assert.InRange(chunk.Length, 1, 1 << 20));
        byte[] sent = [.. chunks.SelectMany(c => c)];
        Assert.Equal((sent.Length, Convert.ToHexStringLower(SHA256.HashData(sent))), (header.Size, header.Hash));
        using var archive = new ZipArchive(new MemoryStream(sent));
        Assert.Equal(2_500_000, archive.GetEntry("Job.dll")!.Length);
        Assert.Equal(header.Hash, manager.Request<FindArtifactRequest>().Hash);
        Assert.Equal(header.Hash, manager.Request<SubmitJobRequest>().Artifact);
    }

    [Fact]
    public async Task What_is_stored_is_not_sent_again()
    {
        using var file = TemporaryFile.Archive(1000);
        await using var manager = await ManagerAsync(found: true);
        var run = await CliRun.OfAsync(manager, "submit", file.Path);
        Assert.Contains("is already stored", run.Error, StringComparison.Ordinal);
        Assert.Equal(["Find", "Submit"], manager.Calls.Select(c => c.Method));
    }

    [Fact]
    public async Task What_is_too_large_is_not_sent()
    {
        using var file = TemporaryFile.Archive(5000);
        await using var manager = await ManagerAsync(found: false, limit: 2048);
        (await CliRun.OfAsync(manager, "submit", file.Path)).Refuses(2, file.Path, "5.0 KiB", "2.0 KiB");
        Assert.Equal(["Find"], manager.Calls.Select(c => c.Method));
    }

    [Fact]
    public async Task An_upload_that_is_refused_on_the_way_says_why()
    {
        using var file = TemporaryFile.Archive(8_000_000);
        await using var manager = await ManagerAsync(found: false);
        manager.On<UploadArtifactRequest>("Upload", part => part.Header is null
            ? throw new RpcException(new Status(StatusCode.ResourceExhausted, "the store is full; delete artifacts"))
            : part);
        var run = await CliRun.OfAsync(manager, "submit", file.Path);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.EndsWith("error: the store is full; delete artifacts\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(manager.Calls, c => c.Method == "Submit");
    }

    [Theory]
    [InlineData("/no/such/Job.dll")]
    [InlineData("Job.exe")]
    public async Task What_is_no_job_is_refused(string path)
    {
        await using var manager = await ManagerAsync(found: true);
        (await CliRun.OfAsync(manager, "submit", path)).Refuses(2, path);
        Assert.Empty(manager.Calls);
    }

    private static async Task<FakeServer> ManagerAsync(bool found, long limit = 1 << 30) => (await FakeServer.StartAsync())
        .On<FindArtifactRequest>("Find", _ => new FindArtifactResponse { Found = found, SizeLimit = limit })
        .On<UploadArtifactRequest>("Upload", part => part)
        .On<SubmitJobRequest>("Submit", _ => new SubmitJobResponse { Job = Samples.Running() });
}
