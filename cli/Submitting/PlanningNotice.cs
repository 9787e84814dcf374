using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Submitting;

/// <summary>Warns at once if a job cannot be planned until someone starts a task manager.</summary>
internal static class PlanningNotice
{
    /// <summary>Only a task manager loads the code of jobs: without one, the job manager waits for the first that joins.</summary>
    public static async Task TellAsync(JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var cluster = await manager.Cluster.DescribeAsync(new DescribeClusterRequest(), JobManagerConnection.Quick(interrupted));
        if (cluster.TaskManagers.Count == 0) output.Notice("No task manager is registered, and only a task manager can plan a job: start one. Waiting for it.");
    }
}
