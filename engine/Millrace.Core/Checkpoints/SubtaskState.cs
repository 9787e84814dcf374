using System.Text.Json.Serialization;

namespace Millrace.Core.Checkpoints;

/// <summary>
/// Where the state of a subtask is indexed. All that it names was written by one attempt: the first checkpoint of an attempt indexes anew what it has
/// restored.
/// </summary>
/// <param name="Attempt">The attempt that wrote the index.</param>
/// <param name="Writer">The unique part of the names that its process writes.</param>
/// <param name="Runs">The runs of the index, oldest first; empty where there is no state.</param>
[JsonConverter(typeof(SubtaskStateConverter))]
public sealed record SubtaskState(int Attempt, string Writer, IReadOnlyList<IndexRun> Runs);

/// <summary>
/// A part of an index, in a blob of its own that is written once: for each operator, state and key group, blocks that follow on those in the runs before
/// it, or replace them where they are full.
/// </summary>
/// <param name="Checkpoint">The checkpoint for which it was written.</param>
/// <param name="Length">The length of its blob in bytes.</param>
public readonly record struct IndexRun(long Checkpoint, long Length);
