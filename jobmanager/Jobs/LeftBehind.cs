using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Jobs;

/// <summary>What another job manager has left of a job that it ran, as this one read it when it took over.</summary>
/// <param name="Stored">The head, which this leader wrote when it took over.</param>
/// <param name="Planned">The plan of the deployment that the head names; null where it is not known, so that no task can be kept.</param>
/// <param name="Latest">The manifest of the latest completed checkpoint; null where there is none, or it cannot be read.</param>
public sealed record LeftBehind(StoredHead Stored, PlannedJob? Planned, CheckpointManifest? Latest)
{
    /// <summary>Whether tasks may run on.</summary>
    public bool MayHaveTasks => Planned is not null && Stored.Head.Deployment is not null;

    /// <summary>The plan of the whole job; null where it ran with fewer slots than it would use.</summary>
    public PlannedJob? Wanted => MayHaveTasks && Planned is { Job.SlotLimit: null } ? Planned : null;
}
