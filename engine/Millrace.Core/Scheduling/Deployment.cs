using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;

namespace Millrace.Core.Scheduling;

/// <summary>
/// How a job is deployed: the attempts of its subtasks that count, the owners of its key groups, and where the subtasks run. It is an immutable value
/// that is made with an attempt, named by the job's head and carried by every deployment, so that no process works any of it out for itself.
/// </summary>
/// <param name="Vertices">The vertices, by their index in the graph.</param>
/// <param name="Placement">Where the subtasks run.</param>
public sealed record Deployment(IReadOnlyList<VertexDeployment> Vertices, TaskPlacement Placement)
{
    /// <summary>All subtasks, in order.</summary>
    private IEnumerable<SubtaskId> Subtasks => Vertices.Index().SelectMany(static v => Enumerable.Range(0, v.Item.Attempts.Count).Select(i => new SubtaskId(v.Index, i)));

    /// <summary>Creates the deployment of a whole graph as one attempt, with each vertex's key groups divided evenly among its subtasks.</summary>
    public static Deployment Of(JobGraph graph, int attempt, TaskPlacement placement) => new(
        [.. graph.Vertices.Select(v => new VertexDeployment(
            [.. Enumerable.Repeat(attempt, v.Parallelism)], KeyGroupAssignment.Even(attempt, graph.MaxParallelism, v.Parallelism)))],
        placement);

    /// <summary>Returns the deployment with another attempt of some subtasks; the others run on, and the key groups stay with their owners.</summary>
    /// <param name="subtasks">The subtasks that get the attempt.</param>
    /// <param name="attempt">Its number.</param>
    /// <param name="placement">Where all subtasks run.</param>
    public Deployment Restart(IReadOnlySet<SubtaskId> subtasks, int attempt, TaskPlacement placement) => new(
        [.. Vertices.Index().Select(v => v.Item with
        {
            Attempts = [.. v.Item.Attempts.Index().Select(a => subtasks.Contains(new SubtaskId(v.Index, a.Index)) ? attempt : a.Item)],
        })],
        placement);

    /// <summary>Returns the number of the attempt of a subtask that counts.</summary>
    public int AttemptOf(SubtaskId subtask) => Vertices[subtask.Vertex].Attempts[subtask.Index];

    /// <summary>Returns the owners of a vertex's key groups.</summary>
    public KeyGroupAssignment AssignmentOf(int vertex) => Vertices[vertex].Assignment;

    /// <summary>Returns the subtasks of an attempt on a task manager, in order.</summary>
    public IReadOnlyList<SubtaskId> SubtasksOn(string taskManager, int attempt) =>
        [.. Subtasks.Where(s => AttemptOf(s) == attempt && Placement.Of(s).Id == taskManager)];
}
