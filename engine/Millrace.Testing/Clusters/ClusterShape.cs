using Millrace.JobManager;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Testing.Clusters;

/// <summary>How a cluster is made.</summary>
/// <param name="Parallelism">Of operators that have none of their own.</param>
/// <param name="TaskManagers">How many task managers.</param>
/// <param name="BatchSize">How many records a batch holds.</param>
/// <param name="Snapshots">How state is copied.</param>
/// <param name="Master">How the job is run.</param>
internal sealed record ClusterShape(int Parallelism, int TaskManagers, int BatchSize, SnapshotOptions Snapshots, JobMasterOptions Master)
{
    /// <summary>Makes keyed state; null for the engine's own.</summary>
    public IKeyedStateBackendFactory? StateBackend { get; init; }
}
