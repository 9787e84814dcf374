using Millrace.Core.Checkpoints;
using Millrace.Core.Metrics;

namespace Millrace.JobManager.Jobs;

/// <summary>The latest checkpoints of a job, for its users.</summary>
/// <param name="time">The clock.</param>
/// <param name="metrics">The job's metrics.</param>
internal sealed class CheckpointHistory(TimeProvider time, JobMetrics metrics)
{
    private const int RecordsKept = 20;

    private readonly RecentList<CheckpointRecord> _records = new(RecordsKept);
    private long _triggered;
    private DateTimeOffset _triggeredAt;

    /// <summary>The latest checkpoints, oldest first.</summary>
    public IReadOnlyList<CheckpointRecord> Records => _records.Items;

    /// <summary>The number of completed checkpoints that the head named.</summary>
    public int Completed { get; private set; }

    /// <summary>A checkpoint begins.</summary>
    public void Begin() => (_triggered, _triggeredAt) = (time.GetTimestamp(), time.GetUtcNow());

    /// <summary>The checkpoint that has begun is complete.</summary>
    public CheckpointRecord Complete(PendingCheckpoint checkpoint, string path)
    {
        if (checkpoint.Barrier is not { IsSavepoint: true, Stop: false }) Completed++;
        metrics.Completed(time.GetElapsedTime(_triggered), BytesOf(checkpoint));
        return Add(checkpoint, path, null);
    }

    /// <summary>The checkpoint that has begun is aborted.</summary>
    public CheckpointRecord Abort(PendingCheckpoint checkpoint, string reason)
    {
        metrics.Aborted();
        return Add(checkpoint, null, reason);
    }

    private CheckpointRecord Add(PendingCheckpoint checkpoint, string? path, string? failure)
    {
        var record = new CheckpointRecord(
            checkpoint.Checkpoint, checkpoint.Barrier.IsSavepoint, path, BytesOf(checkpoint), _triggeredAt, time.GetElapsedTime(_triggered), failure);
        _records.Add(record);
        return record;
    }

    private static long BytesOf(PendingCheckpoint checkpoint) => checkpoint.Acknowledged.Sum(static a => a.Bytes);
}
