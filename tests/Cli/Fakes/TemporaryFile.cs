using System.IO.Compression;

namespace Millrace.Cli.Tests.Fakes;

/// <summary>A file that is deleted after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string content, string extension = ".txt")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"millrace-cli-{Guid.NewGuid():n}{extension}");
        File.WriteAllText(Path, content);
    }

    public string Path { get; }

    /// <summary>Creates an archive with an assembly that does not compress, so that it has about the given number of bytes.</summary>
    public static TemporaryFile Archive(int size, int seed = 1)
    {
        var file = new TemporaryFile("", ".zip");
        var assembly = new byte[size];
        new Random(seed).NextBytes(assembly);
        using var content = File.Create(file.Path);
        using var archive = new ZipArchive(content, ZipArchiveMode.Create);
        using var entry = archive.CreateEntry("Job.dll").Open();
        entry.Write(assembly);
        return file;
    }

    public void Dispose() => File.Delete(Path);
}
