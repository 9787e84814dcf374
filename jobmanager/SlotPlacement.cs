using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.JobManager;

/// <summary>Deals slots over task managers, so that neighbours are near each other.</summary>
internal static class SlotPlacement
{
    public static TaskPlacement Decide(JobGraph graph, IReadOnlyList<string> taskManagers)
    {
        var used = taskManagers.Take(graph.Slots).Select(id => new TaskManagerAddress(id, "")).ToList();
        return new TaskPlacement(used, [.. Enumerable.Range(0, used.Count == 0 ? 0 : graph.Slots).Select(slot => slot % used.Count)]);
    }
}
