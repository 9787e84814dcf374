using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Hosting.Processes;
using Millrace.Hosting.Protocol;
using Millrace.JobManager.TaskManagers;

namespace Millrace.JobManager.Services;

/// <summary>Describes the cluster.</summary>
internal sealed class ClusterService(JobManagerCore core, TaskManagerSessionOptions options, ProcessStart start) : Cluster.ClusterBase
{
    public override Task<DescribeClusterResponse> Describe(DescribeClusterRequest request, ServerCallContext context)
    {
        var description = new DescribeClusterResponse { Version = ProcessVersion.Current, Storage = options.Storage, Started = Timestamp.FromDateTimeOffset(start.Time), Leader = core.Leader?.Grpc ?? "", LeaderEpoch = core.Sessions.LeaderEpoch };
        description.TaskManagers.AddRange(core.Sessions.All.Select(Describe));
        return Task.FromResult(description);
    }

    internal static LoadedArtifact Describe(Core.Control.LoadedArtifact artifact)
    {
        var loaded = new LoadedArtifact { Hash = artifact.Hash, Collectible = artifact.Collectible, Retired = artifact.Retired, Bytes = artifact.Bytes, StuckThreads = artifact.StuckThreads };
        loaded.Jobs.AddRange(artifact.Jobs);
        loaded.Assemblies.AddRange(artifact.Assemblies);
        return loaded;
    }

    private TaskManager Describe(TaskManagerSession session)
    {
        var description = new TaskManager
        {
            Id = session.Id,
            Address = session.Registration.Address,
            Slots = session.Registration.Slots,
            FreeSlots = core.Dispatcher.Pool.FreeSlots.GetValueOrDefault(session.Id, session.Registration.Slots),
            Registered = Timestamp.FromDateTimeOffset(session.Registered),
            Memory = session.Status.Memory,
            Version = session.Version,
            PinnedSlots = session.Status.PinnedSlots,
        };
        description.StuckThreads.AddRange(session.Status.StuckThreads);
        description.Artifacts.AddRange(session.Status.Artifacts.Select(Describe));
        return description;
    }
}
