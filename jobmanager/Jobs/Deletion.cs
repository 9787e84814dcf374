using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// Decides what of a job is deleted when a checkpoint is complete: what the checkpoints that are no longer retained have freed. Leftovers of earlier
/// attempts, which nobody has counted, are looked for rarely.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Deletion(TimeProvider time)
{
    /// <summary>How often leftovers are looked for, such as those of writers that were cut off.</summary>
    private static readonly TimeSpan s_scavenging = TimeSpan.FromHours(6);

    private readonly HeldBlobs _held = new();
    private readonly FreedBlobs _freed = new();
    private long? _first;
    private bool _isCounted;
    private long _scavenged;

    /// <summary>A subtask gets a new attempt.</summary>
    public void Begin(SubtaskId subtask) => _held.Begin(subtask);

    /// <summary>A checkpoint is complete.</summary>
    /// <param name="based">The manifest of its base; null if it is self-contained.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="acknowledged">What its subtasks reported.</param>
    /// <param name="before">The head before it.</param>
    /// <param name="after">The head that names it.</param>
    public IReadOnlyList<JobEffect> Complete(CheckpointManifest? based, CheckpointManifest manifest, IEnumerable<SubtaskAcknowledgement> acknowledged, JobHead before, JobHead after)
    {
        var index = JobStore.IndexOf(manifest).ToHashSet(StringComparer.Ordinal);
        var deleted = _freed.Complete(before, after, [.. _held.Complete(acknowledged), .. based is null ? [] : JobStore.IndexOf(based).Where(n => !index.Contains(n))]);
        if (MustScavenge(manifest.Checkpoint, after)) return [new JobEffect.Scavenge(after)];
        return deleted.Count > 0 ? [new JobEffect.Delete(after, deleted)] : [];
    }

    /// <summary>
    /// With the first checkpoint of an attempt, because of what the one before has left; and when all that are retained are of this attempt, because what
    /// the others had freed is not known.
    /// </summary>
    private bool MustScavenge(long checkpoint, JobHead head)
    {
        var isFirst = _first is null;
        _first ??= checkpoint;
        var isCounted = head.Retained[0].Checkpoint >= _first;
        if (!isFirst && isCounted == _isCounted && time.GetElapsedTime(_scavenged) < s_scavenging) return false;
        (_isCounted, _scavenged) = (isCounted, time.GetTimestamp());
        return true;
    }
}
