using Millrace.Core.KeyGroups;
using Millrace.Runtime.State;

namespace Millrace.Testing;

/// <summary>How a <see cref="JobHarness"/> runs a job.</summary>
public sealed record JobHarnessOptions
{
    /// <value>The values of the job's own options, by name without dashes. Default none.</value>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <value>The parallelism of operators that set none; 1 or more. Default 2.</value>
    public int Parallelism { get; init; } = 2;

    /// <value>The number of key groups, which is the highest parallelism. Default 720.</value>
    public int MaxParallelism { get; init; } = KeyGroup.DefaultMaxParallelism;

    /// <value>The number of task managers; 1 or more. Default 2.</value>
    public int TaskManagers { get; init; } = 2;

    /// <value>The time from the end of a checkpoint to the start of the next. Default 500 ms, as for a job program.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>Creates keyed state; null for the engine's own, in memory. Default null.</value>
    public IKeyedStateBackendFactory? StateBackend { get; init; }

    /// <value>Decides the order in which the cluster's parts run; runs with the same seed are identical. Default 1.</value>
    public int Seed { get; init; } = 1;
}
