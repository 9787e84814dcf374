using Microsoft.Win32.SafeHandles;

namespace Millrace.Hosting.Blobs;

/// <summary>A file that is written under a private name, and gets its own when it is whole and durable.</summary>
internal sealed class BlobFile : BlobWriter, IDisposable
{
    /// <summary>What private names start with.</summary>
    public const string Unfinished = ".tmp-";

    private static long _made;

    private readonly string _path;
    private readonly string _private;
    private readonly SafeFileHandle _file;
    private long _length;

    /// <param name="path">The file's own name.</param>
    public BlobFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Create(folder);
        _path = path;
        _private = Path.Combine(folder, $"{Unfinished}{Environment.ProcessId}-{Interlocked.Increment(ref _made)}-{Path.GetFileName(path)}");
        // It has its own name a moment before it is closed, and is read by then.
        _file = File.OpenHandle(_private, FileMode.Create, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
    }

    /// <summary>Gives the file its own name, unless there is such a file; the name is not durable yet.</summary>
    public bool TryLink()
    {
        RandomAccess.FlushToDisk(_file);
        return FileNames.TryLink(_private, _path);
    }

    public override Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Write(bytes.Span);
        return Task.CompletedTask;
    }

    public override Task CompleteAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RandomAccess.FlushToDisk(_file);
        File.Move(_private, _path, overwrite: true);
        FileNames.Sync(Path.GetDirectoryName(_path)!);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    // On a full disk the write is retried again and again, and must not fill it with partial files.
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_private);
    }

    /// <summary>Creates a folder, durably: the name of each new one is synced in its parent.</summary>
    private static void Create(string folder)
    {
        if (Directory.Exists(folder)) return;
        var above = Path.GetDirectoryName(folder)!;
        Create(above);
        Directory.CreateDirectory(folder);
        FileNames.Sync(above);
    }
}
