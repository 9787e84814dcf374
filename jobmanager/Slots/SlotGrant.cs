using Millrace.Core.Control;
using Millrace.Core.Scheduling;

namespace Millrace.JobManager.Slots;

/// <summary>The slots granted to a job.</summary>
/// <param name="Request">Its request.</param>
/// <param name="Placement">Where the slots are.</param>
/// <param name="TaskManagers">The gateways to their task managers, in the order of the placement.</param>
internal sealed record SlotGrant(SlotRequest Request, TaskPlacement Placement, IReadOnlyList<ITaskManagerGateway> TaskManagers)
{
    /// <summary>Whether some of the slots are on a task manager.</summary>
    public bool Has(string taskManager) => Placement.TaskManagers.Any(t => t.Id == taskManager);

    /// <summary>The number of slots.</summary>
    public int Slots => Placement.Slots.Count;
}
