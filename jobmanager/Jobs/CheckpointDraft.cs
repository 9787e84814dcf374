using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Jobs;

/// <summary>A checkpoint that all subtasks have acknowledged.</summary>
/// <param name="Manifest">Its contents.</param>
/// <param name="Operators">The operators that have state.</param>
/// <param name="Head">The head that is to name it, without the name; null for a savepoint of a job that goes on.</param>
/// <param name="Version">The version of the head that is replaced.</param>
/// <param name="LeaderEpoch">The epoch of this leader.</param>
/// <param name="Retain">The number of completed checkpoints that are retained.</param>
/// <param name="Ends">The state that the job's head gets with it; null if the job goes on.</param>
internal sealed record CheckpointDraft(CheckpointManifest Manifest, IReadOnlyList<JobOperator> Operators, JobHead? Head, BlobVersion? Version, long LeaderEpoch, int Retain, HeadState? Ends)
{
    /// <summary>The name of the manifest, once it is written; null before.</summary>
    public string? Name { get; init; }

    /// <summary>How long it took to write the manifest.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>The timestamp at which it was written.</summary>
    public long Written { get; init; }

    /// <summary>Returns the draft of a checkpoint that all subtasks have acknowledged.</summary>
    public static CheckpointDraft Of(PendingCheckpoint pending, JobContext job, Execution execution)
    {
        var barrier = pending.Barrier;
        var state = pending.Acknowledged.ToLookup(static a => a.Subtask.Vertex, static a => a.State);
        var vertices = execution.Graph.Vertices.Select(v => new VertexState(
            [.. v.Operators.Where(static o => o.IsInCheckpoints).Select(static o => o.Id.Value)], execution.Deployment.AssignmentOf(v.Index), [.. state[v.Index]]));
        var manifest = new CheckpointManifest(
            job.Id,
            job.Submission.JobName,
            pending.Checkpoint,
            execution.Graph.MaxParallelism,
            barrier.IsSavepoint,
            pending.IsFinal,
            barrier.IsSavepoint ? "" : execution.Operators,
            [.. vertices])
        { Losses = execution.Losses.With(pending.Acknowledged), InFlight = pending.InFlight };
        return new CheckpointDraft(
            manifest,
            [.. execution.Graph.Operators.Where(static o => o.IsInCheckpoints)],
            barrier is { IsSavepoint: true, Stop: false } ? null : execution.Head with { Commands = job.Commands.All },
            execution.Stored.Version,
            execution.Head.LeaderEpoch,
            job.Options.Retain,
            pending.IsFinal ? HeadState.Finished : barrier.Stop ? HeadState.Stopped : null);
    }
}

/// <summary>What came of writing a checkpoint.</summary>
internal abstract record CheckpointOutcome
{
    private CheckpointOutcome()
    {
    }

    /// <summary>The head names it.</summary>
    public sealed record Completed(StoredHead Stored, CheckpointManifest Manifest, string Path, StoreTimes Took) : CheckpointOutcome;

    /// <summary>The savepoint is complete.</summary>
    public sealed record Saved(string Manifest, StoreTimes Took) : CheckpointOutcome;

    /// <summary>Its manifest could not be written, so that nothing is decided.</summary>
    public sealed record Aborted(string Reason) : CheckpointOutcome;

    /// <summary>It is not known whether the head names it, or, of a savepoint, whether this leader leads.</summary>
    /// <param name="Failure">Why.</param>
    /// <param name="Draft">The checkpoint, whose manifest is written; to change the head again has no further effect where it was changed.</param>
    public sealed record Unknown(JobFailure Failure, CheckpointDraft Draft) : CheckpointOutcome;

    /// <summary>The head is not as this leader knows it; the next attempt reads it again.</summary>
    public sealed record Refused(JobFailure Failure) : CheckpointOutcome;

    /// <summary>This leader can change the head no longer: another process runs the job, or has removed it.</summary>
    public sealed record Deposed(JobFailure Failure) : CheckpointOutcome;
}

/// <summary>How long it took to store a checkpoint.</summary>
/// <param name="Manifest">Writing its manifest.</param>
/// <param name="Head">Swapping the head; null where it is not named there.</param>
internal readonly record struct StoreTimes(TimeSpan Manifest, TimeSpan? Head);

/// <summary>What came of a change of the head.</summary>
internal abstract record SwapOutcome
{
    private SwapOutcome()
    {
    }

    /// <summary>The head is changed.</summary>
    public sealed record Swapped(StoredHead Stored) : SwapOutcome;

    /// <summary>It is not known whether the head is changed. To change it again has no further effect where it is.</summary>
    public sealed record Unknown(JobFailure Failure) : SwapOutcome;

    /// <summary>The head is not as this leader knows it; the next attempt reads it again.</summary>
    public sealed record Refused(JobFailure Failure) : SwapOutcome;

    /// <summary>This leader can change the head no longer: another process runs the job, or has removed it.</summary>
    public sealed record Deposed(JobFailure Failure) : SwapOutcome;
}
