using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>Where the subtasks of an attempt run: a slot holds the subtasks of one index, of all vertices.</summary>
/// <param name="TaskManagers">The task managers that have any.</param>
/// <param name="Slots">For each slot the index of its task manager.</param>
public sealed record TaskPlacement(IReadOnlyList<TaskManagerAddress> TaskManagers, IReadOnlyList<int> Slots)
{
    /// <summary>The task manager of a subtask.</summary>
    public TaskManagerAddress Of(SubtaskId subtask) => TaskManagers[Slots[subtask.Index]];

    /// <summary>The subtasks of a graph on a task manager, in their order.</summary>
    public IReadOnlyList<SubtaskId> SubtasksOn(string taskManager, JobGraph graph) => [.. graph.Subtasks.Where(s => Of(s).Id == taskManager)];
}

/// <summary>How the tasks of a task manager are reached.</summary>
/// <param name="Id">The task manager.</param>
/// <param name="Address">Where its data service listens, as a URL; empty where all task managers share a process.</param>
public sealed record TaskManagerAddress(string Id, string Address);
