using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>The placement of an attempt's subtasks: a slot holds the subtasks with the same index, of all vertices.</summary>
/// <param name="TaskManagers">The task managers that have any subtasks.</param>
/// <param name="Slots">For each slot, the index of its task manager.</param>
public sealed record TaskPlacement(IReadOnlyList<TaskManagerAddress> TaskManagers, IReadOnlyList<int> Slots)
{
    /// <summary>Returns the task manager of a subtask.</summary>
    public TaskManagerAddress Of(SubtaskId subtask) => TaskManagers[Slots[subtask.Index]];

    /// <summary>Returns the subtasks of a graph on a task manager, in order.</summary>
    public IReadOnlyList<SubtaskId> SubtasksOn(string taskManager, JobGraph graph) => [.. graph.Subtasks.Where(s => Of(s).Id == taskManager)];
}

/// <summary>How a task manager's tasks are reached.</summary>
/// <param name="Id">The task manager.</param>
/// <param name="Address">The URL of its data service; empty if all task managers share a process.</param>
public sealed record TaskManagerAddress(string Id, string Address);
