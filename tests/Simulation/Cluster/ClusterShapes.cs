using Millrace.JobManager;
using Millrace.Runtime.Snapshots;
using Millrace.Testing.Clusters;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>The shapes of simulated clusters, drawn anew for each start.</summary>
internal static class ClusterShapes
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
