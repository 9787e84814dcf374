using Millrace.JobManager;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Testing.Clusters;

/// <summary>The configuration of a cluster.</summary>
/// <param name="Parallelism">The parallelism of operators that set none.</param>
/// <param name="TaskManagers">The number of task managers.</param>
/// <param name="BatchSize">The number of records in a batch.</param>
/// <param name="Snapshots">The snapshot options.</param>
/// <param name="Master">How the job is run.</param>
internal sealed record ClusterShape(int Parallelism, int TaskManagers, int BatchSize, SnapshotOptions Snapshots, JobMasterOptions Master)
{
    /// <summary>Creates keyed state; null for the engine's own.</summary>
    public IKeyedStateBackendFactory? StateBackend { get; init; }
}
