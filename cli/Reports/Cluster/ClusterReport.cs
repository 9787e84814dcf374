using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>The job manager and its task managers.</summary>
/// <param name="Version">The job manager's version.</param>
/// <param name="Storage">The location of jobs, artifacts and checkpoints.</param>
/// <param name="Started">When the job manager was started.</param>
/// <param name="TaskManagers">The registered task managers.</param>
internal sealed record ClusterReport(string Version, string Storage, DateTime? Started, IReadOnlyList<TaskManagerReport> TaskManagers)
{
    public static ClusterReport Of(DescribeClusterResponse c) =>
        new(c.Version, c.Storage, c.Started?.ToDateTime(), [.. c.TaskManagers.Select(TaskManagerReport.Of)]);
}
