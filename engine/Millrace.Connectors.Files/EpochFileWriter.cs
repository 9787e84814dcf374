using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Millrace.Connectors.Files;

/// <summary>Writes one hidden file per epoch, created with the epoch's first bytes, so that an empty epoch has none.</summary>
internal sealed class EpochFileWriter<T>(string directory, Action<T, LineWriter> format, string suffix, SinkContext context) : IEpochWriter<T>
{
    private const int DrainBytes = 64 * 1024;

    private readonly LineWriter _line = new();
    private readonly XxHash3 _checksum = new();
    private SafeFileHandle? _file;
    private string _hiddenName = "";
    private long _length;
    private long _lastEpoch = context.RestoredEpoch;

    public void Write(T value, long timestamp)
    {
        format(value, _line);
        _line.Append('\n');
        if (_line.Length >= DrainBytes) Flush();
    }

    public void Flush()
    {
        if (_line.Length == 0) return;
        _file ??= Begin();
        RandomAccess.Write(_file, _line.Written, _length);
        _checksum.Append(_line.Written);
        _length += _line.Length;
        _line.Clear();
    }

    public byte[]? EndEpoch(long epoch)
    {
        Flush();
        _lastEpoch = epoch;
        if (_file is null) return null;
        RandomAccess.FlushToDisk(_file);
        _file.Dispose();
        _file = null;
        Libc.SyncDirectory(directory);
        var visibleName = PartName.Visible(context.Subtask, epoch, suffix);
        return new EpochFile(_hiddenName, visibleName, _length, _checksum.GetCurrentHashAsUInt64()).ToPayload();
    }

    public void Keep(PendingEpoch epoch) => new OutputDirectory(directory).Keep(EpochFile.FromPayload(epoch.Payload));

    /// <summary>An unfinished epoch is in no checkpoint, so its file is deleted.</summary>
    public void Dispose()
    {
        if (_file is null) return;
        _file.Dispose();
        _file = null;
        File.Delete(Path.Combine(directory, _hiddenName));
    }

    private SafeFileHandle Begin()
    {
        _hiddenName = PartName.Hidden(context.Subtask, _lastEpoch, context.Attempt, suffix);
        _length = 0;
        _checksum.Reset();
        return File.OpenHandle(Path.Combine(directory, _hiddenName), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }
}
