using Millrace.JobManager;
using Millrace.Runtime.Snapshots;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>How a cluster is made, drawn anew for each start.</summary>
/// <param name="Parallelism">Of operators that have none of their own.</param>
/// <param name="TaskManagers">How many task managers.</param>
/// <param name="BatchSize">How many records a batch holds.</param>
/// <param name="Snapshots">How state is copied: mostly a little at a time, so that it changes meanwhile.</param>
/// <param name="Master">How the job is run.</param>
internal sealed record ClusterShape(int Parallelism, int TaskManagers, int BatchSize, SnapshotOptions Snapshots, JobMasterOptions Master)
{
    public static ClusterShape Draw(Random random, int maxParallelism) => new(
        random.Next(1, Math.Min(7, maxParallelism) + 1),
        random.Next(1, 4),
        random.Next(2) == 0 ? random.Next(1, 9) : random.Next(16, 257),
        new SnapshotOptions
        {
            SliceBytes = random.Next(3) == 0 ? random.Next(1, 2000) : random.Next(1, 40),
            ChunkBytes = random.Next(3) == 0 ? random.Next(1, 5000) : random.Next(1, 200),
            Chunks = random.Next(1, 4),
        },
        new JobMasterOptions
        {
            CheckpointInterval = TimeSpan.FromMilliseconds(random.Next(3, 60)),
            CheckpointTimeout = TimeSpan.FromSeconds(20),
            Retain = random.Next(1, 4),
            TolerableFailedCheckpoints = 8,
        });
}
