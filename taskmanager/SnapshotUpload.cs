using Millrace.Core.Checkpoints;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Snapshots;

namespace Millrace.TaskManager;

/// <summary>
/// Writes the chunks of one snapshot of a subtask, in any order and from any thread, each as a blob. It is whole when the last chunk and
/// all before it are written.
/// </summary>
internal sealed class SnapshotUpload(StateBlobs store, string name, int subtask, long begun)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, StateBlob> _blobs = [];
    private SnapshotEnd? _end;
    private int _chunks = int.MaxValue;
    private int _written;
    private bool _hasFailed;

    /// <summary>When its first chunk came, by the clock's timestamps.</summary>
    public long Begun => begun;

    /// <summary>Writes a chunk; the end and the blobs where everything is written with it, else null.</summary>
    /// <exception cref="IOException">The store failed, for the first time in this snapshot; what comes after is not written.</exception>
    public (SnapshotEnd End, IReadOnlyList<StateBlob> Blobs)? Write(SnapshotChunk chunk)
    {
        lock (_lock)
        {
            if (_hasFailed) return null;
        }

        try
        {
            var blob = chunk.Blocks.Count == 0 ? null : store.Write($"{name}-{chunk.Number}", chunk.Content, chunk.Blocks, subtask);
            return Note(chunk, blob);
        }
        catch (IOException)
        {
            lock (_lock)
            {
                if (_hasFailed) return null;
                _hasFailed = true;
            }

            throw;
        }
    }

    private (SnapshotEnd End, IReadOnlyList<StateBlob> Blobs)? Note(SnapshotChunk chunk, StateBlob? blob)
    {
        lock (_lock)
        {
            if (blob is not null) _blobs.Add(chunk.Number, blob);
            if (chunk.End is { } end) (_end, _chunks) = (end, chunk.Number + 1);
            return ++_written == _chunks && !_hasFailed ? (_end!, [.. _blobs.Values]) : null;
        }
    }
}
