using Microsoft.Win32.SafeHandles;

namespace Millrace.Connectors.Files;

/// <summary>The content of a file, raw or decompressed.</summary>
internal abstract class FileContent : IDisposable
{
    private const string Compressed = ".gz";

    /// <summary>Opens a file; one whose name ends with <c>.gz</c> is decompressed as it is read.</summary>
    public static FileContent Open(string path) => IsCompressed(path) ? new GzipContent(path) : new PlainContent(path);

    /// <summary>Returns whether a file is compressed, so that it can only be read from the start.</summary>
    public static bool IsCompressed(string path) => path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads bytes at an offset; 0 at the end.</summary>
    public abstract int Read(Span<byte> room, long offset);

    public abstract void Dispose();

    private sealed class PlainContent(string path) : FileContent
    {
        private readonly SafeFileHandle _file = File.OpenHandle(path);

        public override int Read(Span<byte> room, long offset) => RandomAccess.Read(_file, room, offset);

        public override void Dispose() => _file.Dispose();
    }
}
