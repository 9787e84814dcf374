using Millrace.Core.Graph;

namespace Millrace.JobManager;

/// <summary>
/// Deals slots over task managers: a slot holds the subtasks of one index, of all vertices, so that neighbours are near each other.
/// </summary>
internal static class SlotPlacement
{
    public static IReadOnlyList<IReadOnlyList<SubtaskId>> Decide(JobGraph graph, int taskManagers) =>
        [.. Enumerable.Range(0, taskManagers).Select(t => (IReadOnlyList<SubtaskId>)[.. graph.Subtasks.Where(s => s.Index % taskManagers == t)])];
}
