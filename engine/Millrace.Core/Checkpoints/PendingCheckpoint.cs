using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>A checkpoint in flight: who has acknowledged it.</summary>
public sealed class PendingCheckpoint(CheckpointBarrier barrier, IEnumerable<SubtaskId> subtasks)
{
    private readonly HashSet<SubtaskId> _missing = [.. subtasks];
    private readonly SortedDictionary<(int, int), SubtaskAcknowledgement> _acknowledged = [];

    public CheckpointBarrier Barrier => barrier;

    public long Checkpoint => barrier.Checkpoint;

    public bool IsComplete => _missing.Count == 0;

    /// <summary>Whether all subtasks had worked off all input.</summary>
    public bool IsFinal => IsComplete && _acknowledged.Values.All(a => a.Finished);

    /// <summary>What the subtasks have left out in this attempt.</summary>
    public Losses Losses => _acknowledged.Values.Aggregate(default(Losses), static (sum, a) => sum + a.Losses);

    /// <summary>Who has not acknowledged it, in order.</summary>
    public IEnumerable<SubtaskId> Missing => _missing.OrderBy(s => s.Vertex).ThenBy(s => s.Index);

    /// <summary>In the order of subtasks, so that a manifest does not depend on who was first.</summary>
    public IEnumerable<SubtaskAcknowledgement> Acknowledged => _acknowledged.Values;

    /// <summary>Takes an acknowledgement; false where it was not expected.</summary>
    public bool Acknowledge(SubtaskAcknowledgement acknowledgement)
    {
        if (acknowledgement.Checkpoint != barrier.Checkpoint || !_missing.Remove(acknowledgement.Subtask)) return false;
        _acknowledged.Add((acknowledgement.Subtask.Vertex, acknowledgement.Subtask.Index), acknowledgement);
        return true;
    }
}
