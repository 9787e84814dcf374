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
}
