using Millrace.Hosting.Checkpoints;
using Millrace.Local.Cluster;
using Millrace.Local.Options;
using Millrace.Runtime.Serialization;
using Millrace.Simulation.Tests.Faults;
using Millrace.TaskManager;
using Millrace.Testing.Clusters;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>Starts clusters for a job as a job program does, each in another shape, from the latest checkpoint.</summary>
internal sealed class ClusterStarter(ISimulatedJob job, JobStore store, Scheduler scheduler, Random random, ProtocolMonitor monitor)
{
    private static readonly SerializerCache Serializers = new();

    // One for all clusters: the network is there for stale ones too.
    private readonly ChannelRegistry _channels = new(random.Next(1, 5));

    public int Starts { get; private set; }

    /// <summary>The job's id, when it was started.</summary>
    public string? JobId { get; private set; }

    /// <exception cref="IOException">The store failed.</exception>
    public SimulatedCluster Start(SimulatedProcess jobManager)
    {
        var shape = ClusterShapes.Draw(random, job.MaxParallelism);
        var options = new JobRunOptions
        {
            Parallelism = shape.Parallelism,
            MaxParallelism = job.MaxParallelism,
            Name = job.Name,
            Restore = "latest",
            CheckpointDirectory = "memory",
        };
        var arguments = new Dictionary<string, string>(job.Arguments, StringComparer.Ordinal) { [ISimulatedJob.StartOption] = $"{Starts++}" };
        var start = JobStart.Prepare(job.Create, job.Name, arguments, options, store, jobManager.Clock, random, Serializers);
        if (start.Restored is null) store.TrySwapHead(start.FirstHead, 0);
        JobId = start.Submission.JobId;
        var library = new JobLibrary();
        library.Add(job.Name, job.Create, Serializers);
        var cluster = new SimulatedCluster(scheduler, jobManager, start, shape, library, store, random, _channels, to => new MonitoredTasks(to, monitor));
        cluster.Start();
        return cluster;
    }
}
