using System.IO.Compression;
using Millrace.Hosting.Artifacts;
using Millrace.Tests.Testing.Artifacts;

namespace Millrace.Hosting.Tests.Artifacts;

/// <summary>The content of an artifact.</summary>
public sealed class ArtifactPackagingTests : IDisposable
{
    private const string Job = "public class OneJob : IStreamJob { public void Define(StreamEnvironment env, JobArguments args) { } }";

    private readonly string _root = Directory.CreateTempSubdirectory("millrace-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void An_assembly_takes_along_what_its_dependencies_name_and_the_host_does_not_provide()
    {
        var dll = Build("job");
        Write("job/Connector.dll", "Cluster.dll", "Millrace.Api.dll", "Millrace.Local.dll", "de/Connector.resources.dll", "runtimes/linux-x64/native/libconnector.so", "Unnamed.dll");
        Write("job/text/words.txt", ".hidden/secret", "publish/Job.deps.json", "publish/text/words.txt", "Job", "Connector.xml", "settings.xml", "Referenced.dll", "libown.so", "libcluster.so");
        File.WriteAllBytes(Path.Combine(_root, "job/native.dll"), WithoutMetadata(File.ReadAllBytes(dll)));
        File.Copy(dll, Path.Combine(_root, "job/Built.dll"));
        using var package = ArtifactPackaging.Pack(dll, onProgress: null);
        Assert.Equal(
            ["Connector.dll", "Job.deps.json", "Job.dll", "Job.pdb", "Referenced.dll", "de/Connector.resources.dll", "libown.so", "millrace.json", "native.dll", "runtimes/linux-x64/native/libconnector.so", "settings.xml", "text/words.txt"],
            package.Names);
        Assert.Equal(new ArtifactManifest("Job.dll", ".NETCoreApp,Version=v10.0"), package.Manifest);
        Assert.Equal(ArtifactHash.Of(package.Content), package.Hash);
    }

    [Fact]
    public void What_is_not_beside_the_assembly_is_found_in_the_cache_of_packages_or_named()
    {
        var dll = Build("job");
        var refusal = Assert.Throws<InvalidArtifactException>(() => DependencyFiles.Of(dll, Path.Combine(_root, "packages"))).Message;
        Assert.Contains("Connector.dll, runtimes/linux-x64/native/libconnector.so, de/Connector.resources.dll", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("Cluster.dll", refusal, StringComparison.Ordinal);
        Write("job/Referenced.dll");
        Write("packages/connector/1.0.0/lib/net10.0/Connector.dll", "lib/net10.0/de/Connector.resources.dll", "runtimes/linux-x64/native/libconnector.so");
        Assert.Contains(DependencyFiles.Of(dll, Path.Combine(_root, "packages")), f => f.Name == "de/Connector.resources.dll");
    }

    [Fact]
    public void Equal_content_gives_equal_bytes()
    {
        var folder = Path.GetDirectoryName(Build("job"))!;
        Write("job/Connector.dll", "text/words.txt");
        using var first = ArtifactPackaging.Pack(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(file.Length));
        var zip = Path.Combine(_root, "job.zip");
        ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.NoCompression, includeBaseDirectory: true);
        using var second = ArtifactPackaging.Pack(folder);
        using var third = ArtifactPackaging.Pack(zip);
        Assert.Equal((first.Hash, first.Hash), (second.Hash, third.Hash));
        Assert.Equal("Job.dll", third.Manifest!.MainAssembly);
        File.AppendAllText(Path.Combine(folder, "text/words.txt"), "!");
        using var other = ArtifactPackaging.Pack(folder);
        Assert.NotEqual(first.Hash, other.Hash);
    }

    [Fact]
    public void Progress_comes_to_its_end()
    {
        var progress = new List<PackingProgress>();
        var folder = Path.GetDirectoryName(Build("job"))!;
        using var package = ArtifactPackaging.Pack(folder, onProgress: progress.Add);
        Assert.Equal(progress[^1].Total, progress[^1].Packed);
        Assert.Equal(package.Names.Count, progress.Count);
    }

    [Fact]
    public void What_is_no_job_is_refused_by_what_is_wrong()
    {
        Assert.Contains("there is no such file or folder", Refusal("nothing.dll"), StringComparison.Ordinal);
        Write("bad/Text.dll", "Text.txt", "Job", "Job.dll", "Text.zip", "empty/readme.txt");
        Assert.Contains("is not a .NET assembly", Refusal("bad/Text.dll"), StringComparison.Ordinal);
        Assert.Contains("neither an assembly (.dll) nor an archive", Refusal("bad/Text.txt"), StringComparison.Ordinal);
        Assert.Contains("give " + Path.Combine(_root, "bad/Job.dll"), Refusal("bad/Job"), StringComparison.Ordinal);
        Assert.Contains("is not a ZIP archive", Refusal("bad/Text.zip"), StringComparison.Ordinal);
        Assert.Contains("contains no job assembly", Refusal("bad/empty"), StringComparison.Ordinal);
        File.Move(CompiledAssembly.In(Path.Combine(_root, "old"), "Old", Job, targetFramework: ".NETFramework,Version=v4.8"), Path.Combine(_root, "old/Old.exe"));
        Assert.Contains("is built for .NET Framework 4.8", Refusal("old/Old.exe"), StringComparison.Ordinal);
        CompiledAssembly.In(Path.Combine(_root, "bare"), "Bare", Job);
        Assert.Contains("Bare.deps.json is missing", Refusal("bare/Bare.dll"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_large_is_refused_by_its_largest_file()
    {
        var folder = Path.GetDirectoryName(Build("job"))!;
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(folder, "noise.bin"), noise);
        var refusal = Assert.Throws<ArtifactTooLargeException>(() => ArtifactPackaging.Pack(folder, new ArtifactLimits { Size = 50_000 }));
        Assert.Contains("more than 50,000 bytes, the limit. Its largest file is noise.bin", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArtifactTooLargeException>(() => ArtifactPackaging.Pack(folder, new ArtifactLimits { Extracted = 50_000 }));
        Assert.Throws<ArtifactTooLargeException>(() => ArtifactPackaging.Pack(folder, new ArtifactLimits { Entries = 2 }));
    }

    /// <summary>Makes an assembly look like a native library for Windows: the header of .NET is the last but one directory of an image.</summary>
    private static byte[] WithoutMetadata(byte[] image)
    {
        var optional = BitConverter.ToInt32(image, 0x3C) + 24;
        var directories = optional + (BitConverter.ToUInt16(image, optional) == 0x10B ? 96 : 112);
        image.AsSpan(directories + (14 * 8), 8).Clear();
        return image;
    }

    private string Refusal(string path) => Assert.Throws<InvalidArtifactException>(() => ArtifactPackaging.Pack(Path.Combine(_root, path))).Message;

    private void Write(string first, params string[] others)
    {
        var root = first.Split('/')[0];
        if (root == "packages") root = "packages/connector/1.0.0";
        foreach (var path in others.Select(other => $"{root}/{other}").Prepend(first))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
            File.WriteAllText(Path.Combine(_root, path), path);
        }
    }

    /// <summary>The job needs a connector, and the embedded cluster, which brings further assemblies.</summary>
    private string Build(string folder)
    {
        var dll = CompiledAssembly.In(Path.Combine(_root, folder), "Job", Job);
        File.WriteAllText(Path.ChangeExtension(dll, ".deps.json"), """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "Job/1.0.0": { "dependencies": { "Connector": "1.0.0", "Millrace.Api": "1.0.0", "Millrace.Local": "1.0.0" }, "runtime": { "Job.dll": {} } },
                "Connector/1.0.0": {
                  "dependencies": { "Millrace.Api": "1.0.0" },
                  "runtime": { "lib/net10.0/Connector.dll": {} },
                  "resources": { "lib/net10.0/de/Connector.resources.dll": { "locale": "de" } },
                  "runtimeTargets": { "runtimes/linux-x64/native/libconnector.so": { "rid": "linux-x64", "assetType": "native" } } },
                "Cluster/1.0.0": { "runtime": { "lib/net10.0/Cluster.dll": {} }, "native": { "runtimes/linux-x64/native/libcluster.so": {} } },
                "Referenced.Reference/1.0.0.0": { "runtime": { "Referenced.dll": {} } },
                "Millrace.Api/1.0.0": { "runtime": { "Millrace.Api.dll": {} } },
                "Millrace.Local/1.0.0": { "dependencies": { "Cluster": "1.0.0" }, "runtime": { "Millrace.Local.dll": {} } } } },
              "libraries": {
                "Job/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "Connector/1.0.0": { "type": "package", "serviceable": true, "sha512": "", "path": "connector/1.0.0" },
                "Referenced.Reference/1.0.0.0": { "type": "reference", "serviceable": false, "sha512": "" },
                "Cluster/1.0.0": { "type": "package", "serviceable": true, "sha512": "", "path": "cluster/1.0.0" },
                "Millrace.Api/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "Millrace.Local/1.0.0": { "type": "project", "serviceable": false, "sha512": "" } }
            }
            """);
        return dll;
    }
}
