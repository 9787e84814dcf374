using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Restoring;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Jobs;

/// <summary>An attempt that is to be written into the head of its job.</summary>
/// <param name="Planned">The job at the scale of the attempt.</param>
/// <param name="Placement">Where its subtasks are to run.</param>
/// <param name="LeaderEpoch">The epoch of this leader; 0 if the attempt takes the next one.</param>
/// <param name="Known">The head as this leader wrote it last; null if it has not.</param>
internal sealed record ClaimRequest(PlannedJob Planned, TaskPlacement Placement, long LeaderEpoch, StoredHead? Known)
{
    /// <summary>The commands that were carried out.</summary>
    public IReadOnlyList<JobCommand> Commands { get; init; } = [];

    /// <summary>The ids of the stops that the job is to carry out. One that was, and whose output could not be published, is carried out again where the job runs on.</summary>
    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>The subtasks that get the attempt while the others run on; null if all do.</summary>
    public IReadOnlySet<SubtaskId>? Scope { get; init; }

    /// <summary>What the job had dropped before its attempts; null if that is what it had dropped up to the restored checkpoint, because all subtasks restore it.</summary>
    public Losses? Losses { get; init; }

    /// <summary>What tasks have found to be wrong with checkpoints, by their ids: these are not restored.</summary>
    public IReadOnlyDictionary<long, string> Damaged { get; init; } = new Dictionary<long, string>();
}

/// <summary>What came of a claim.</summary>
internal abstract record ClaimOutcome
{
    private ClaimOutcome()
    {
    }

    /// <summary>The attempt is in the head.</summary>
    /// <param name="Stored">The head.</param>
    /// <param name="Restored">The checkpoint from which the attempt starts; null for the beginning.</param>
    public sealed record Taken(StoredHead Stored, RestoredCheckpoint? Restored) : ClaimOutcome;

    /// <summary>The latest checkpoint cannot be restored, so that no subtask may run on.</summary>
    /// <param name="Damage">What is wrong with it.</param>
    public sealed record NeedsAll(string Damage) : ClaimOutcome;

    /// <summary>This leader can change the head no longer: another process runs the job, or has removed it.</summary>
    public sealed record Deposed(JobFailure Failure) : ClaimOutcome;

    /// <summary>The attempt is not in the head, or it is not known whether it is.</summary>
    public sealed record NotTaken(JobFailure Failure) : ClaimOutcome;
}
