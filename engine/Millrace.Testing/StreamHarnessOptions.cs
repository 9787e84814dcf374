using Millrace.Core.KeyGroups;
using Millrace.Runtime.State;

namespace Millrace.Testing;

/// <summary>How a <see cref="StreamHarness"/> runs part of a stream.</summary>
public sealed record StreamHarnessOptions
{
    /// <value>The parallelism of operators that set none; 1 or more. Default 1.</value>
    public int Parallelism { get; init; } = 1;

    /// <value>The number of key groups, which is the highest parallelism. Default 720, as for a job.</value>
    public int MaxParallelism { get; init; } = KeyGroup.DefaultMaxParallelism;

    /// <value>Creates keyed state; null for the engine's own, in memory. Default null.</value>
    public IKeyedStateBackendFactory? StateBackend { get; init; }

    /// <value>The time of day at the start. Default 1970-01-01 UTC, so that processing times start at 0.</value>
    public DateTimeOffset StartTime { get; init; } = DateTimeOffset.UnixEpoch;
}
