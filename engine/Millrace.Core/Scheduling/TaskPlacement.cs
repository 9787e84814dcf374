using Millrace.Core.Graph;

namespace Millrace.Core.Scheduling;

/// <summary>The placement of an attempt's subtasks: a slot holds the subtasks with the same index, of all vertices.</summary>
/// <param name="TaskManagers">The task managers that have any subtasks.</param>
/// <param name="Slots">For each slot, the index of its task manager.</param>
public sealed record TaskPlacement(IReadOnlyList<TaskManagerAddress> TaskManagers, IReadOnlyList<int> Slots)
{
    /// <summary>Returns the task manager of a subtask.</summary>
    public TaskManagerAddress Of(SubtaskId subtask) => TaskManagers[Slots[subtask.Index]];

    /// <summary>Returns the placement with other slots in place of some.</summary>
    /// <param name="isKept">Whether a slot stays where it is, by its index.</param>
    /// <param name="added">The other slots, as many as do not stay.</param>
    public TaskPlacement Replace(Func<int, bool> isKept, TaskPlacement added)
    {
        var next = new Queue<TaskManagerAddress>(added.Slots.Select(s => added.TaskManagers[s]));
        var slots = Slots.Select((s, index) => isKept(index) ? TaskManagers[s] : next.Dequeue()).ToList();
        var taskManagers = slots.Distinct().ToList();
        return new TaskPlacement(taskManagers, [.. slots.Select(taskManager => taskManagers.IndexOf(taskManager))]);
    }
}

/// <summary>How a task manager's tasks are reached.</summary>
/// <param name="Id">The task manager.</param>
/// <param name="Address">The URL of its data service; empty if all task managers share a process.</param>
public sealed record TaskManagerAddress(string Id, string Address);
