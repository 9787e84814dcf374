using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>A checkpoint in flight, with its acknowledgements.</summary>
public sealed class PendingCheckpoint(CheckpointBarrier barrier, IEnumerable<SubtaskId> subtasks)
{
    private readonly HashSet<SubtaskId> _missing = [.. subtasks];
    private readonly SortedDictionary<(int, int), SubtaskAcknowledgement> _acknowledged = [];

    public CheckpointBarrier Barrier => barrier;

    public long Checkpoint => barrier.Checkpoint;

    public bool IsComplete => _missing.Count == 0;

    /// <summary>Whether all subtasks had processed all input.</summary>
    public bool IsFinal => IsComplete && _acknowledged.Values.All(a => a.Finished);

    /// <summary>What the subtasks have dropped in this attempt.</summary>
    public Losses Losses => _acknowledged.Values.Aggregate(default(Losses), static (sum, a) => sum + a.Losses);

    /// <summary>The subtasks that have records in flight among their state.</summary>
    public IReadOnlyList<InFlightPart> InFlight =>
        [.. _acknowledged.Values.SelectMany(static a => a.InFlight.Select(f => new InFlightPart(a.Subtask.Vertex, a.Subtask.Index, f.Operator, f.Input)))];

    /// <summary>The subtasks that have not acknowledged it, in order.</summary>
    public IEnumerable<SubtaskId> Missing => _missing.OrderBy(s => s.Vertex).ThenBy(s => s.Index);

    /// <summary>The acknowledgements in subtask order, so that a manifest does not depend on their arrival order.</summary>
    public IEnumerable<SubtaskAcknowledgement> Acknowledged => _acknowledged.Values;

    /// <summary>Takes an acknowledgement; returns false if it was not expected.</summary>
    public bool Acknowledge(SubtaskAcknowledgement acknowledgement)
    {
        if (acknowledgement.Checkpoint != barrier.Checkpoint || !_missing.Remove(acknowledgement.Subtask)) return false;
        _acknowledged.Add((acknowledgement.Subtask.Vertex, acknowledgement.Subtask.Index), acknowledgement);
        return true;
    }
}
