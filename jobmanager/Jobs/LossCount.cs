using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// What a job has dropped, as of its latest completed checkpoint. Each subtask reports what it has dropped in its attempt; what it had dropped in
/// earlier ones up to the checkpoint from which it was restored is kept here.
/// </summary>
/// <param name="before">What the restored job had dropped.</param>
internal sealed class LossCount(Losses before)
{
    private readonly Dictionary<SubtaskId, Losses> _reported = [];
    private Losses _before = before;

    /// <summary>What was dropped up to the latest completed checkpoint.</summary>
    public Losses Total => _reported.Values.Aggregate(_before, static (sum, losses) => sum + losses);

    /// <summary>A subtask gets a new attempt, from the latest completed checkpoint.</summary>
    public void Begin(SubtaskId subtask)
    {
        if (_reported.Remove(subtask, out var reported)) _before += reported;
    }

    /// <summary>Returns what was dropped before the attempts of the subtasks, if some get a new one.</summary>
    public Losses Before(IEnumerable<SubtaskId> begin) => begin.Aggregate(_before, (sum, subtask) => sum + _reported.GetValueOrDefault(subtask));

    /// <summary>Returns the total as of a checkpoint that is about to be completed.</summary>
    public Losses With(IEnumerable<SubtaskAcknowledgement> acknowledged) => acknowledged.Aggregate(_before, static (sum, a) => sum + a.Losses);

    /// <summary>A checkpoint is complete.</summary>
    public void Complete(IEnumerable<SubtaskAcknowledgement> acknowledged)
    {
        foreach (var acknowledgement in acknowledged) _reported[acknowledgement.Subtask] = acknowledgement.Losses;
    }
}
