using Millrace.Hosting.Artifacts;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Tests.Testing.Artifacts;

/// <summary>Artifacts of compiled sources, in an in-memory store, and a folder for everything that a test writes.</summary>
public sealed class TestArtifacts : IDisposable
{
    /// <summary>The test's folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("millrace-test-").FullName;

    /// <summary>The store.</summary>
    public ArtifactStore Store { get; } = new(new MemoryBlobStore());

    /// <summary>Compiles, packs and stores a job of one source, and returns its hash.</summary>
    public string AddSource(string source, string name = "Job") => Add(Path.GetDirectoryName(CompiledAssembly.In(NewFolder(), name, source))!);

    /// <summary>Packs and stores a folder or file, and returns its hash.</summary>
    public string Add(string path)
    {
        using var package = ArtifactPackaging.Pack(path);
        using var content = new MemoryStream();
        package.Content.CopyTo(content);
        Store.Put(package.Hash, content.ToArray());
        return package.Hash;
    }

    /// <summary>Creates a new, empty folder.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(Folder, Path.GetRandomFileName())).FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
