namespace Millrace.Hosting.Artifacts;

/// <summary>A file to be packed into an artifact.</summary>
/// <param name="Name">The entry's name: relative, with '/' between parts.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Open">Opens its content.</param>
internal sealed record ArtifactFile(string Name, long Length, Func<Stream> Open)
{
    public static ArtifactFile At(string name, string path) => new(name, new FileInfo(path).Length, () => File.OpenRead(path));

    public static ArtifactFile Of(string name, byte[] content) => new(name, content.Length, () => new MemoryStream(content));
}
