using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.Transformations;

namespace Millrace.Runtime.Chains;

/// <summary>Everything that a subtask's chain is built from.</summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">The job's name, which distinguishes its chains from those of other jobs.</param>
/// <param name="Subtask">The subtask.</param>
/// <param name="Attempt">The subtask's attempt.</param>
/// <param name="Vertex">The operators as the graph describes them.</param>
/// <param name="Transformations">The operators as defined, by this subtask's own run of the definition.</param>
/// <param name="Outputs">The outgoing edges, with their channels.</param>
/// <param name="Assignment">The owners of the key groups of the subtask's vertex.</param>
/// <param name="BatchSize">The maximum number of records in a batch.</param>
/// <param name="RestoredCheckpoint">The checkpoint restored, or 0.</param>
/// <param name="Serializers">The artifact's serializers.</param>
/// <param name="Written">The restored checkpoint's states whose schema or layout differs from the current one, by operator and state.</param>
/// <param name="Time">The clock.</param>
internal sealed record ChainSpec(
    string JobId,
    string JobName,
    SubtaskId Subtask,
    int Attempt,
    JobVertex Vertex,
    IReadOnlyList<Transformation> Transformations,
    IReadOnlyList<ChainOutput> Outputs,
    KeyGroupAssignment Assignment,
    int BatchSize,
    long RestoredCheckpoint,
    SerializerCache Serializers,
    IReadOnlyDictionary<(OperatorId Operator, string State), StateDescriptor> Written,
    TimeProvider Time)
{
    public int MaxParallelism => Assignment.MaxParallelism;

    /// <summary>Creates keyed state backends.</summary>
    public IKeyedStateBackendFactory StateBackend { get; init; } = HeapStateBackendFactory.Instance;

    /// <summary>Called with the operator's name and the exception when an operator's Close throws after the chain could not be built.</summary>
    public Action<string, Exception> OnCloseFailure { get; init; } = static (_, _) => { };

    /// <summary>Takes the records of side outputs that the job does not use; null where they are dropped.</summary>
    public ISideOutputs? UnusedSideOutputs { get; init; }
}

/// <summary>An outgoing edge of a subtask.</summary>
/// <param name="Input">The edge as it was defined.</param>
/// <param name="Channels">A channel to each consuming subtask, or to the one of the same index.</param>
/// <param name="Assignment">On keyed edges, the owners of the key groups.</param>
internal sealed record ChainOutput(StreamInput Input, IReadOnlyList<IOutputChannel> Channels, KeyGroupAssignment Assignment)
{
    /// <summary>The edge, if a barrier may overtake records on it; else null.</summary>
    public InFlightEdge? InFlight { get; init; }
}
