using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;

namespace Millrace.Testing.Attempts;

/// <summary>How an attempt runs.</summary>
/// <param name="Attempt">Which attempt it is, from 1.</param>
/// <param name="Parallelism">The job's parallelism.</param>
/// <param name="MaxParallelism">How many key groups there are.</param>
/// <param name="RestoredCheckpoint">The checkpoint restored, or 0.</param>
/// <param name="Restored">Its blocks.</param>
internal sealed record AttemptSettings(
    int Attempt, int Parallelism, int MaxParallelism, long RestoredCheckpoint, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> Restored)
{
    /// <summary>How many records a batch holds.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>How many batches may be on the way in a channel.</summary>
    public int Credits { get; init; } = 1 << 20;

    /// <summary>Whether outputs have room for one record only.</summary>
    public bool Tight { get; init; }

    /// <summary>Whether records go between tasks as between processes, where they can be serialized.</summary>
    public bool Remote { get; init; }

    /// <summary>The restored checkpoint's states whose schema or layout differs from today's.</summary>
    public IReadOnlyDictionary<(OperatorId Operator, string State), StateDescriptor> Written { get; init; } =
        new Dictionary<(OperatorId Operator, string State), StateDescriptor>();

    /// <summary>Makes keyed state.</summary>
    public IKeyedStateBackendFactory StateBackend { get; init; } = HeapStateBackendFactory.Instance;

    /// <summary>Takes what is put into side outputs that the definition does not use; null where it is dropped.</summary>
    public ISideOutputs? UnusedSideOutputs { get; init; }
}
