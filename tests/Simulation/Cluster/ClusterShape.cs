using Millrace.JobManager;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>How a cluster is made, drawn anew for each start.</summary>
/// <param name="Parallelism">Of operators that have none of their own.</param>
/// <param name="TaskManagers">How many task managers.</param>
/// <param name="BatchSize">How many records a batch holds.</param>
/// <param name="Master">How the job is run.</param>
internal sealed record ClusterShape(int Parallelism, int TaskManagers, int BatchSize, JobMasterOptions Master)
{
    public static ClusterShape Draw(Random random, int maxParallelism) => new(
        random.Next(1, Math.Min(7, maxParallelism) + 1),
        random.Next(1, 4),
        random.Next(2) == 0 ? random.Next(1, 9) : random.Next(16, 257),
        new JobMasterOptions
        {
            CheckpointInterval = TimeSpan.FromMilliseconds(random.Next(3, 60)),
            CheckpointTimeout = TimeSpan.FromSeconds(20),
            Retain = random.Next(1, 4),
        });
}
