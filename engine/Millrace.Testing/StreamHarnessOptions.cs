using Millrace.Core.KeyGroups;
using Millrace.Runtime.State;

namespace Millrace.Testing;

/// <summary>How a <see cref="StreamHarness"/> runs a piece of stream.</summary>
public sealed record StreamHarnessOptions
{
    /// <value>How many subtasks an operator has that is given no parallelism of its own; 1 or more. Default 1.</value>
    public int Parallelism { get; init; } = 1;

    /// <value>How many key groups there are: the highest parallelism. Default 720, as for a job.</value>
    public int MaxParallelism { get; init; } = KeyGroup.DefaultMaxParallelism;

    /// <value>Makes keyed state; null for the engine's own, in memory. Default null.</value>
    public IKeyedStateBackendFactory? StateBackend { get; init; }

    /// <value>The time of day at the beginning. Default 1970-01-01 UTC, so that processing times begin at 0.</value>
    public DateTimeOffset StartTime { get; init; } = DateTimeOffset.UnixEpoch;
}
