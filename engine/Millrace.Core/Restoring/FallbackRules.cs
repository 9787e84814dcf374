using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Restoring;

/// <summary>
/// Decides whether a job may fall back past a completed checkpoint: only if every exactly-once sink can retract what it has published.
/// </summary>
public static class FallbackRules
{
    /// <param name="graph">The job.</param>
    /// <param name="damage">What is wrong with the checkpoints that would be passed over.</param>
    /// <returns>Why not, in words for the user; null if it may, or if nothing is passed over.</returns>
    public static string? Refuse(JobGraph graph, IReadOnlyList<string> damage)
    {
        if (damage.Count == 0) return null;
        var stuck = graph.Operators.FirstOrDefault(o => o.Role == OperatorRole.ExactlyOnceSink && !o.CanRetract);
        return stuck is null
            ? null
            : $"{string.Join('\n', damage)}\nAn older checkpoint is intact, but the sink '{stuck.Name}' cannot retract what it has published since. Restore the blob.";
    }

    /// <summary>
    /// Decides whether a job may continue from a checkpoint that a return to an earlier one abandoned: not if a sink has
    /// retracted or published output that the checkpoint does not know of.
    /// </summary>
    /// <param name="graph">The job.</param>
    /// <param name="head">Its head.</param>
    /// <param name="checkpoint">The checkpoint or savepoint to restore.</param>
    /// <returns>Why not, in words for the user; null if it may.</returns>
    public static string? RefuseAbandoned(JobGraph graph, JobHead head, long checkpoint)
    {
        if (head.AbandonmentOf(checkpoint) is not { } fallback) return null;
        var retracting = graph.Operators.FirstOrDefault(o => o.Role == OperatorRole.ExactlyOnceSink && o.CanRetract);
        return retracting is null
            ? null
            : $"Checkpoint {checkpoint} of job {head.JobId} cannot be continued: the job has since been restored from {(fallback.Restored == 0 ? "its beginning" : $"checkpoint {fallback.Restored}")}, "
                + $"and the sink '{retracting.Name}' has published or retracted output since that does not fit checkpoint {checkpoint}. Restore the latest checkpoint, or one up to {fallback.Restored}.";
    }
}
