using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>A checkpoint in flight: who has acknowledged it.</summary>
public sealed class PendingCheckpoint(long checkpoint, bool stop, IEnumerable<SubtaskId> subtasks)
{
    private readonly HashSet<SubtaskId> _missing = [.. subtasks];
    private readonly SortedDictionary<(int, int), SubtaskAcknowledgement> _acknowledged = [];

    public long Checkpoint => checkpoint;

    /// <summary>Whether the job stops with it.</summary>
    public bool IsStop => stop;

    public bool IsComplete => _missing.Count == 0;

    /// <summary>Whether all subtasks had worked off all input.</summary>
    public bool IsFinal => IsComplete && _acknowledged.Values.All(a => a.Finished);

    /// <summary>In the order of subtasks, so that a manifest does not depend on who was first.</summary>
    public IEnumerable<SubtaskAcknowledgement> Acknowledged => _acknowledged.Values;

    /// <summary>Takes an acknowledgement; false where it was not expected.</summary>
    public bool Acknowledge(SubtaskAcknowledgement acknowledgement)
    {
        if (acknowledgement.Checkpoint != checkpoint || !_missing.Remove(acknowledgement.Subtask)) return false;
        _acknowledged.Add((acknowledgement.Subtask.Vertex, acknowledgement.Subtask.Index), acknowledgement);
        return true;
    }
}
