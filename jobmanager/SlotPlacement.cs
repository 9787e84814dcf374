using Millrace.Core.Graph;

namespace Millrace.JobManager;

/// <summary>
/// Deals slots over task managers: a slot holds the subtasks of one index, of all vertices, so that neighbours are near each other.
/// </summary>
internal static class SlotPlacement
{
    /// <returns>The subtasks of each task manager that has any, in their order.</returns>
    public static IReadOnlyList<(string TaskManager, IReadOnlyList<SubtaskId> Subtasks)> Decide(JobGraph graph, IReadOnlyList<string> taskManagers) =>
        [.. taskManagers.Select((id, at) => (id, (IReadOnlyList<SubtaskId>)[.. graph.Subtasks.Where(s => s.Index % taskManagers.Count == at)]))
            .Where(p => p.Item2.Count > 0)];
}
