using Millrace.Core.Control;

namespace Millrace.JobManager.Slots;

/// <summary>Slots that a job was given.</summary>
/// <param name="Request">What it had asked for.</param>
/// <param name="Placement">Where they are.</param>
/// <param name="TaskManagers">The ways to their task managers, in the order of the placement.</param>
internal sealed record SlotGrant(SlotRequest Request, TaskPlacement Placement, IReadOnlyList<ITaskManagerGateway> TaskManagers)
{
    /// <summary>How many they are.</summary>
    public int Slots => Placement.Slots.Count;
}
