using System.IO.Compression;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Artifacts;

/// <summary>What is accepted as an artifact, whatever its sender.</summary>
public sealed class ArtifactStoreTests
{
    private const int Link = 0xA000 << 16;

    private readonly MemoryBlobStore _blobs = new();

    [Fact]
    public void An_artifact_is_stored_once_beside_the_jobs()
    {
        var store = new ArtifactStore(_blobs);
        var jobs = new JobStore(_blobs);
        Assert.True(jobs.TrySwapHead(JobHead.Create("20260101T000000000Z-job-0000", "job", 8)));
        var archive = Zip("Job.dll");
        var hash = ArtifactHash.Of(archive);
        Assert.False(store.Has(hash));
        store.Put(hash, archive);
        store.Put(hash, archive);
        Assert.True(store.Has(hash));
        Assert.Equal(archive, store.Read(hash));
        Assert.Equal($"artifacts/{hash}", Assert.Single(_blobs.List("artifacts/")));
        Assert.Single(jobs.FindJobs("job"));
    }

    [Fact]
    public void Names_are_bounded()
    {
        Assert.Contains("the limit is 1,000", Refusal(Zip(string.Join('/', Enumerable.Repeat("0123456789012345678901234567890123456789", 26)))), StringComparison.Ordinal);
        Assert.Contains("more than 200 characters", Refusal(Zip(new string('n', 201))), StringComparison.Ordinal);
    }

    /// <summary>Two of the maximum size: their sum overflows a 64-bit number.</summary>
    [Fact]
    public void Sizes_that_an_archive_claims_are_added_up_without_overflow() =>
        Assert.Contains("18,446,744,073,709,551,614 bytes unpacked", Refusal(Claiming(long.MaxValue, "a.dll", "b.dll")), StringComparison.Ordinal);

    [Fact]
    public void An_upload_comes_in_parts_and_holds_what_was_announced()
    {
        var store = new ArtifactStore(_blobs, new ArtifactLimits { Size = 10_000 });
        var archive = Zip("Job.dll", "text/words.txt");
        var hash = ArtifactHash.Of(archive);
        var upload = store.Receive(hash, archive.Length);
        foreach (var part in archive.Chunk(10)) upload.Append(part);
        Assert.Equal(archive.Length, upload.Received);
        Assert.Throws<InvalidArtifactException>(() => upload.Append([1]));
        upload.CompleteAsync(CancellationToken.None).Now();
        Assert.True(store.Has(hash));

        Assert.Throws<ArtifactTooLargeException>(() => store.Receive(hash, 10_001));
        Assert.Throws<InvalidArtifactException>(() => store.Receive("../head", 10));
        Assert.Throws<InvalidArtifactException>(() => store.Receive(hash, 0));
        Assert.Throws<InvalidArtifactException>(() => store.Receive(hash, 10).CompleteAsync(CancellationToken.None).Now());
        Assert.Contains("damaged in transit", Assert.Throws<InvalidArtifactException>(() => store.Put(hash, new byte[10])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_damaged_artifact_is_named()
    {
        var store = new ArtifactStore(_blobs);
        var hash = ArtifactHash.Of(Zip("Job.dll"));
        Assert.Contains("missing", Assert.Throws<CorruptBlobException>(() => store.Read(hash)).Message, StringComparison.Ordinal);
        _blobs.Put($"artifacts/{hash}", new byte[] { 1, 2, 3 });
        Assert.Contains("damaged", Assert.Throws<CorruptBlobException>(() => store.Read(hash)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/passwd", "an absolute path")]
    [InlineData("../Job.dll", "outside its root")]
    [InlineData("lib/../../Job.dll", "outside its root")]
    [InlineData("lib\\Job.dll", "a backslash")]
    [InlineData("..\\..\\Job.dll", "a backslash")]
    [InlineData("C:/Job.dll", "a drive")]
    [InlineData("Job.dll:stream", "a drive or stream")]
    [InlineData("lib//Job.dll", "not the path of a file")]
    [InlineData("./Job.dll", "not the path of a file")]
    [InlineData("lib/Job.dll.", "not the path of a file")]
    [InlineData("lib/\u0001.dll", "not the path of a file")]
    [InlineData("1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/Job.dll", "51 folders deep")]
    public void A_path_that_is_not_below_the_root_is_refused(string name, string reason) =>
        Assert.Contains(reason, Refusal(Zip("Job.dll", name)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Job.dll", "Job.dll")]
    [InlineData("Job.dll", "JOB.DLL")]
    public void A_name_that_is_there_twice_is_refused(string first, string second) => Assert.Contains("twice", Refusal(Zip(first, second)), StringComparison.Ordinal);

    [Theory]
    [InlineData("lib", "lib/Job.dll")]
    [InlineData("lib/Job.dll", "lib")]
    [InlineData("lib/", "Lib")]
    public void A_file_is_no_folder(string first, string second) => Assert.Contains("both as a file and as a folder", Refusal(Zip(first, second)), StringComparison.Ordinal);

    [Fact]
    public void Links_damage_and_what_is_no_archive_are_refused()
    {
        Assert.Contains("is a link or a device", Refusal(Zip(Link, "Job.dll")), StringComparison.Ordinal);
        Assert.Contains("is not a ZIP archive", Refusal([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("is not a ZIP archive", Refusal(Zip("Job.dll")[..^30]), StringComparison.Ordinal);
        Assert.Contains("millrace.json is damaged", Refusal(Zip("Job.dll", ArtifactManifest.EntryName)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_main_assembly_outside_the_archive_is_refused()
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var manifest = zip.CreateEntry(ArtifactManifest.EntryName).Open();
            manifest.Write("""{ "mainAssembly": "/tmp/Evil.dll", "targetFramework": "" }"""u8);
        }

        Assert.Contains("'/tmp/Evil.dll', which is not in the archive", Refusal(content.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_unpacks_to_more_than_the_limit_is_refused()
    {
        var limits = new ArtifactLimits { Extracted = 30, Entries = 2 };
        Assert.Contains("the limit is 30", Refusal(Zip("a.dll", "0123456789012345678901234567890"), limits), StringComparison.Ordinal);
        Assert.Contains("3 entries; the limit is 2", Refusal(Zip("a", "b", "c"), limits), StringComparison.Ordinal);
    }

    private string Refusal(byte[] archive, ArtifactLimits? limits = null) =>
        Assert.ThrowsAny<InvalidArtifactException>(() => new ArtifactStore(_blobs, limits).Put(ArtifactHash.Of(archive), archive)).Message;

    private static byte[] Zip(params string[] names) => Zip(0, names);

    /// <summary>Each entry contains its own name.</summary>
    private static byte[] Zip(int attributes, params string[] names)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                if (name.EndsWith('/')) continue;
                using var writer = new StreamWriter(entry.Open());
                writer.Write(name);
            }
        }

        return content.ToArray();
    }

    /// <summary>Only the central directory of an archive, whose entries claim a size in the 64-bit form.</summary>
    private static byte[] Claiming(long size, params string[] names)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        foreach (var name in names)
        {
            writer.Write(0x02014b50);
            foreach (var field in new ushort[] { 45, 45, 0, 0, 0, 0 }) writer.Write(field);
            foreach (var field in new[] { 0u, 0u, uint.MaxValue }) writer.Write(field);
            foreach (var field in new ushort[] { (ushort)name.Length, 12, 0, 0, 0 }) writer.Write(field);
            writer.Write(0L);
            writer.Write(System.Text.Encoding.ASCII.GetBytes(name));
            writer.Write((ushort)1);
            writer.Write((ushort)8);
            writer.Write(size);
        }

        var directory = (int)content.Length;
        writer.Write(0x06054b50);
        foreach (var field in new ushort[] { 0, 0, (ushort)names.Length, (ushort)names.Length }) writer.Write(field);
        writer.Write(directory);
        writer.Write(0);
        writer.Write((ushort)0);
        writer.Flush();
        return content.ToArray();
    }
}
