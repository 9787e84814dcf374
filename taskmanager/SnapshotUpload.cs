using Millrace.Core.Checkpoints;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Snapshots;

namespace Millrace.TaskManager;

/// <summary>Writes the chunks of one snapshot of a subtask, one after another, each as a blob.</summary>
internal sealed class SnapshotUpload(StateBlobs store, string name, int subtask, long begun)
{
    private readonly List<StateBlob> _blobs = [];
    private bool _hasFailed;

    /// <summary>When its first chunk arrived, as a timestamp of the clock.</summary>
    public long Begun => begun;

    /// <summary>Writes the next chunk; returns the end and the blobs after the last one, else null.</summary>
    /// <exception cref="IOException">The store failed; later chunks are not written.</exception>
    public async Task<(SnapshotEnd End, IReadOnlyList<StateBlob> Blobs)?> WriteAsync(SnapshotChunk chunk, CancellationToken cancellation)
    {
        if (_hasFailed) return null;
        _hasFailed = true;
        if (chunk.Blocks.Count > 0) _blobs.Add(await store.WriteAsync($"{name}-{chunk.Number}", chunk.Content, chunk.Blocks, subtask, cancellation));
        _hasFailed = false;
        return chunk.End is { } end ? (end, _blobs) : null;
    }
}
