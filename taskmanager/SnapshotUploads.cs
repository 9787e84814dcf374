using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Snapshots;

namespace Millrace.TaskManager;

/// <summary>Writes the snapshots of a subtask: their chunks, one after another, each as a blob, and then their part of the index.</summary>
/// <param name="store">The store.</param>
/// <param name="job">The job.</param>
/// <param name="subtask">The subtask.</param>
/// <param name="attempt">Its attempt.</param>
/// <param name="writer">The unique part of the names that this process writes.</param>
/// <param name="index">The index of what the subtask has restored.</param>
internal sealed class SnapshotUploads(StateBlobs store, string job, SubtaskId subtask, int attempt, string writer, SubtaskIndex index)
{
    private readonly List<StateBlob> _written = [];
    private bool _hasFailed;

    /// <summary>Writes the next chunk; returns the acknowledgement after the last one, else null.</summary>
    /// <exception cref="IOException">The store failed; later chunks of the snapshot are not written.</exception>
    public async Task<SubtaskAcknowledgement?> WriteAsync(SnapshotChunk chunk, CancellationToken cancellation)
    {
        if (chunk.Number == 0) Begin();
        if (_hasFailed) return null;
        _hasFailed = true;
        var prefix = JobStore.StateName(job, chunk.Barrier, subtask, attempt, writer);
        if (chunk.Blocks.Count > 0) _written.Add(await store.WriteAsync($"{prefix}-{chunk.Number}", chunk.Content, chunk.Blocks, cancellation));
        var acknowledgement = chunk.End is { } end ? await EndAsync(chunk.Barrier, end, JobStore.IndexName(prefix), cancellation) : null;
        _hasFailed = false;
        return acknowledgement;
    }

    /// <summary>What was written for a snapshot that has not come to its end is not part of any checkpoint.</summary>
    private void Begin()
    {
        index.GiveUp(_written);
        _written.Clear();
        _hasFailed = false;
    }

    private async Task<SubtaskAcknowledgement> EndAsync(CheckpointBarrier barrier, SnapshotEnd end, string name, CancellationToken cancellation)
    {
        List<StateBlob> written = [.. _written];
        _written.Clear();
        long? length = index.Next(barrier, written, name) is { } run ? await store.WriteIndexAsync(name, run, cancellation) : null;
        return new SubtaskAcknowledgement(subtask, barrier.Checkpoint, end.Finished, new SubtaskState(attempt, writer, index.Wrote(barrier, length)))
        {
            Bytes = written.Sum(static b => b.Length) + (length ?? 0),
            Added = index.Added,
            Freed = index.Freed,
            Losses = end.Losses,
            Figures = end.Figures with { StateBytes = index.BytesOf(barrier, written) },
            IsUnaligned = end.IsUnaligned,
            InFlight = end.InFlight,
        };
    }
}
