using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;

namespace Millrace.Testing.Attempts;

/// <summary>The settings of an attempt.</summary>
/// <param name="Attempt">The attempt's number, from 1.</param>
/// <param name="Parallelism">The job's parallelism.</param>
/// <param name="MaxParallelism">The number of key groups.</param>
/// <param name="RestoredCheckpoint">The checkpoint restored, or 0.</param>
/// <param name="Restored">Its blocks.</param>
internal sealed record AttemptSettings(
    int Attempt, int Parallelism, int MaxParallelism, long RestoredCheckpoint, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> Restored)
{
    /// <summary>The number of records in a batch.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>The number of batches that may be in flight in a channel.</summary>
    public int Credits { get; init; } = 1 << 20;

    /// <summary>Whether outputs have room for only one record.</summary>
    public bool Tight { get; init; }

    /// <summary>Whether records pass between tasks as they do between processes, where they can be serialized.</summary>
    public bool Remote { get; init; }

    /// <summary>Whether barriers may overtake records between tasks, where these can be serialized.</summary>
    public bool Unaligned { get; init; }

    /// <summary>The restored checkpoint's states whose schema or layout differs from the current one.</summary>
    public IReadOnlyDictionary<(OperatorId Operator, string State), StateDescriptor> Written { get; init; } =
        new Dictionary<(OperatorId Operator, string State), StateDescriptor>();

    /// <summary>Creates keyed state.</summary>
    public IKeyedStateBackendFactory StateBackend { get; init; } = HeapStateBackendFactory.Instance;

    /// <summary>Receives what is emitted to side outputs that the definition does not use; null to drop it.</summary>
    public ISideOutputs? UnusedSideOutputs { get; init; }
}
