namespace Millrace.Hosting.Artifacts;

/// <summary>An artifact ready to be uploaded. Disposing it deletes its file.</summary>
public sealed class ArtifactPackage : IDisposable
{
    internal ArtifactPackage(FileStream content, string hash, ArtifactManifest? manifest, IReadOnlyList<string> names) =>
        (Content, Hash, Manifest, Names) = (content, hash, manifest, names);

    /// <summary>The archive, initially at its beginning.</summary>
    public Stream Content { get; }

    /// <summary>Its hash, which names it.</summary>
    public string Hash { get; }

    /// <summary>Its size in bytes.</summary>
    public long Size => Content.Length;

    /// <summary>Its manifest; null where its main assembly is not known.</summary>
    public ArtifactManifest? Manifest { get; }

    /// <summary>The names of its files, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}
