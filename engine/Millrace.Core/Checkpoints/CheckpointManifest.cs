using System.Text.Json.Serialization;
using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>What a checkpoint consists of. It addresses operators, never vertices or chains.</summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">The job's name.</param>
/// <param name="Checkpoint">The id.</param>
/// <param name="MaxParallelism">How many key groups there are.</param>
/// <param name="Finished">Whether all subtasks had worked off all input there will be.</param>
/// <param name="Operators">The operators that have state, with their schemas.</param>
/// <param name="Blobs">
/// The blobs that current attempts acknowledged, behind those of earlier checkpoints that it goes on from. So for each operator, state and
/// key group the base comes first and its increments after it, ascending. All blocks of a state are as <paramref name="Operators"/> says:
/// a state that is restored under another schema begins anew.
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
    /// <summary>What the job has left out since its beginning.</summary>
    public Losses Losses { get; init; }
}

/// <summary>State of one subtask: blocks in one blob, each read by range. The blob may hold others that are done with.</summary>
/// <param name="Name">The blob's name in the store.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Blocks">The blocks, in the order in which they lie.</param>
/// <param name="Subtask">The index of the subtask that wrote it: operator state is dealt by it.</param>
[JsonConverter(typeof(StateBlobConverter))]
public sealed record StateBlob(string Name, long Length, IReadOnlyList<StateBlock> Blocks, int Subtask = 0);

/// <summary>A block of an operator's state.</summary>
/// <param name="Operator">The operator's id.</param>
/// <param name="State">The state's name.</param>
/// <param name="KeyGroup">The key group, or -1 where the state has no key.</param>
/// <param name="Offset">Where the block begins in its blob.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Checksum">XxHash3 of its bytes.</param>
/// <param name="IsFull">Whether it is (a part of) all that the key group had; else it holds what had changed since the blocks before it.</param>
public sealed record StateBlock(string Operator, string State, int KeyGroup, long Offset, int Length, ulong Checksum, bool IsFull = true);
