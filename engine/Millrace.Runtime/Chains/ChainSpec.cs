using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.Transformations;

namespace Millrace.Runtime.Chains;

/// <summary>All that a subtask's chain is made of.</summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">The job's name, which tells its chains from those of other jobs.</param>
/// <param name="Subtask">Which subtask.</param>
/// <param name="Attempt">Which attempt of it.</param>
/// <param name="Vertex">The operators as the graph describes them.</param>
/// <param name="Transformations">The operators as they were defined, in this subtask's own run of the definition.</param>
/// <param name="Outputs">The edges out, with their channels.</param>
/// <param name="MaxParallelism">How many key groups there are.</param>
/// <param name="BatchSize">How many records a batch holds.</param>
/// <param name="RestoredCheckpoint">The checkpoint restored, or 0.</param>
/// <param name="Serializers">The artifact's serializers.</param>
/// <param name="Written">The restored checkpoint's states whose schema or layout differs from today's, by operator and state.</param>
/// <param name="Time">The clock.</param>
internal sealed record ChainSpec(
    string JobId,
    string JobName,
    SubtaskId Subtask,
    int Attempt,
    JobVertex Vertex,
    IReadOnlyList<Transformation> Transformations,
    IReadOnlyList<ChainOutput> Outputs,
    int MaxParallelism,
    int BatchSize,
    long RestoredCheckpoint,
    SerializerCache Serializers,
    IReadOnlyDictionary<(OperatorId Operator, string State), StateDescriptor> Written,
    TimeProvider Time)
{
    /// <summary>Makes keyed state.</summary>
    public IKeyedStateBackendFactory StateBackend { get; init; } = HeapStateBackendFactory.Instance;

    /// <inheritdoc cref="KeyedStateContext.LongestChain"/>
    public int LongestChain { get; init; } = ManifestChain.Longest;

    /// <summary>Told of an operator that throws when it is closed because the chain could not be built, and what.</summary>
    public Action<string, Exception> OnCloseFailure { get; init; } = static (_, _) => { };

    /// <summary>Takes what is put into side outputs that the job does not use; null where it is dropped.</summary>
    public ISideOutputs? UnusedSideOutputs { get; init; }
}

/// <summary>An edge out of a subtask.</summary>
/// <param name="Input">The edge as it was defined.</param>
/// <param name="Channels">A channel to each consuming subtask, or to the one of the same index.</param>
/// <param name="Assignment">On keyed edges, who owns the key groups.</param>
internal sealed record ChainOutput(StreamInput Input, IReadOnlyList<IOutputChannel> Channels, KeyGroupAssignment Assignment);
