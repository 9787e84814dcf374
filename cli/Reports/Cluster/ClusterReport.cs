using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>The job manager and its task managers.</summary>
/// <param name="Version">The job manager's version.</param>
/// <param name="Storage">The location of jobs, artifacts and checkpoints.</param>
/// <param name="Started">When the job manager was started.</param>
/// <param name="TaskManagers">The registered task managers.</param>
/// <param name="Leader">The address of the job manager that leads; empty where the job manager is alone.</param>
/// <param name="LeaderEpoch">Higher than that of every leader before.</param>
internal sealed record ClusterReport(string Version, string Storage, DateTime? Started, IReadOnlyList<TaskManagerReport> TaskManagers, string Leader, long LeaderEpoch)
{
    public static ClusterReport Of(DescribeClusterResponse c) =>
        new(c.Version, c.Storage, c.Started?.ToDateTime(), [.. c.TaskManagers.Select(TaskManagerReport.Of)], c.Leader, c.LeaderEpoch);
}
