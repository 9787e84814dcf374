using System.Text.Json.Serialization;
using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>The contents of a checkpoint. It addresses operators, never vertices or chains.</summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">The job's name.</param>
/// <param name="Checkpoint">The id.</param>
/// <param name="MaxParallelism">The number of key groups.</param>
/// <param name="Finished">Whether all subtasks had processed all input.</param>
/// <param name="Operators">The operators that have state, with their schemas.</param>
/// <param name="Blobs">
/// The blobs of the earlier checkpoints that it builds on, followed by those that current attempts acknowledged. So for each operator, state and key
/// group the base comes first, followed by its increments in ascending order. All blocks of a state have the schema in <paramref name="Operators"/>:
/// a state restored under another schema is written in full again.
/// </param>
public sealed record CheckpointManifest(
    string JobId,
    string JobName,
    long Checkpoint,
    int MaxParallelism,
    bool Finished,
    IReadOnlyList<JobOperator> Operators,
    IReadOnlyList<StateBlob> Blobs)
{
    /// <summary>What the job has dropped since it was first started.</summary>
    public Losses Losses { get; init; }
}

/// <summary>State of one subtask: blocks in one blob, each read by range. The blob may contain other blocks that are no longer needed.</summary>
/// <param name="Name">The blob's name in the store.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Blocks">The blocks, in the order in which they are stored.</param>
/// <param name="Subtask">The index of the subtask that wrote it, by which operator state is redistributed.</param>
[JsonConverter(typeof(StateBlobConverter))]
public sealed record StateBlob(string Name, long Length, IReadOnlyList<StateBlock> Blocks, int Subtask = 0);

/// <summary>A block of an operator's state.</summary>
/// <param name="Operator">The operator's id.</param>
/// <param name="State">The state's name.</param>
/// <param name="KeyGroup">The key group, or -1 if the state has no key.</param>
/// <param name="Offset">The offset of the block in its blob.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Checksum">XxHash3 of its bytes.</param>
/// <param name="IsFull">Whether it is (part of) the key group's full state; otherwise it contains the changes since the preceding blocks.</param>
public sealed record StateBlock(string Operator, string State, int KeyGroup, long Offset, int Length, ulong Checksum, bool IsFull = true);
