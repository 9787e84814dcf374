using Millrace.Core.KeyGroups;

namespace Millrace.Core.Checkpoints;

/// <summary>
/// A checkpoint: where its state is indexed. Its size follows the numbers of operators and subtasks, never how much state there is or how long the job
/// has run.
/// </summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">The job's name.</param>
/// <param name="Checkpoint">The id.</param>
/// <param name="MaxParallelism">The number of key groups.</param>
/// <param name="IsSavepoint">Whether it is complete in itself, in a folder of its own.</param>
/// <param name="Finished">Whether all subtasks had processed all input.</param>
/// <param name="Operators">The name of the blob that describes the operators that have state; checkpoints of one attempt share it.</param>
/// <param name="Vertices">The state of the vertices, by their index at the time.</param>
public sealed record CheckpointManifest(
    string JobId,
    string JobName,
    long Checkpoint,
    int MaxParallelism,
    bool IsSavepoint,
    bool Finished,
    string Operators,
    IReadOnlyList<VertexState> Vertices)
{
    /// <summary>What the job has dropped since it was first started.</summary>
    public Losses Losses { get; init; }

    /// <summary>Which subtasks have records in flight among their state; empty where the checkpoint was aligned.</summary>
    public IReadOnlyList<InFlightPart> InFlight { get; init; } = [];
}

/// <summary>The state of the operators that ran in the same tasks.</summary>
/// <param name="Operators">The ids of those that have state. A restore finds state by them, never by the vertex.</param>
/// <param name="Assignment">The subtasks that owned the key groups.</param>
/// <param name="Subtasks">The state of each subtask.</param>
public sealed record VertexState(IReadOnlyList<string> Operators, KeyGroupAssignment Assignment, IReadOnlyList<SubtaskState> Subtasks);
