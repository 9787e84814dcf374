using System.CommandLine;
using System.Globalization;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>cluster</c>: shows the job manager, the task managers and the code they have loaded.</summary>
internal sealed class ClusterOverviewCommand(CommandContext context)
    : ClusterCommand(context, "cluster", "Shows the job manager, the task managers, their slots, and the job code that they hold in memory.")
{
    private const int ShortHash = 12;

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var described = await manager.Cluster.DescribeAsync(new DescribeClusterRequest(), JobManagerConnection.Quick(interrupted));
        output.Write(ClusterReport.Of(described), ReportJson.Default.ClusterReport, report => Write(report, manager.Url, output));
        return ExitCodes.Done;
    }

    private static void Write(ClusterReport cluster, Uri url, CommandOutput output)
    {
        output.Line(Readable.Line($"job manager {url.OriginalString}, version {cluster.Version}, since {Readable.Time(cluster.Started, output.Time)}"));
        if (cluster.Leader.Length > 0) output.Line(Readable.Line(string.Create(CultureInfo.InvariantCulture, $"leader      {cluster.Leader}, with epoch {cluster.LeaderEpoch}")));
        output.Line(Readable.Line($"storage     {cluster.Storage}"));
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"slots       {cluster.TaskManagers.Sum(t => t.FreeSlots)} of {cluster.TaskManagers.Sum(t => t.Slots)} are free, on {cluster.TaskManagers.Count} task managers"));
        if (cluster.TaskManagers.Count == 0) return;
        output.Line("");
        var table = new Table("TASK MANAGER", "ADDRESS", "SLOTS>", "FREE>", "MEMORY>", "SINCE", "VERSION");
        foreach (var t in cluster.TaskManagers)
        {
            table.Add(
                t.Id, t.Address, t.Slots.ToString(CultureInfo.InvariantCulture), t.FreeSlots.ToString(CultureInfo.InvariantCulture),
                Readable.Bytes(t.Memory), Readable.Time(t.Registered, output.Time), t.Version);
        }

        output.Table(table);
        Artifacts(cluster, output);
    }

    private static void Artifacts(ClusterReport cluster, CommandOutput output)
    {
        var table = new Table("TASK MANAGER", "ARTIFACT", "SIZE>", "STATE", "JOBS");
        var pinned = new List<string>();
        foreach (var (holder, a) in cluster.TaskManagers.SelectMany(t => t.Artifacts.Select(a => (t.Id, a))))
        {
            table.Add(holder, Short(a.Hash), Readable.Bytes(a.Bytes), State(a), string.Join(", ", a.Jobs));
            if (a.Retired) pinned.Add($"  {Short(a.Hash)} on {holder}: {string.Join(", ", a.Assemblies)}");
        }

        if (cluster.TaskManagers.All(t => t.Artifacts.Count == 0)) return;
        output.Line("");
        output.Table(table);
        if (pinned.Count == 0) return;
        output.Line("");
        output.Line("Still in memory, though no job uses them:");
        foreach (var line in pinned) output.Line(Readable.Line(line));
    }

    private static string State(LoadedArtifactReport a) => (a.Retired, a.Collectible) switch
    {
        _ when a.StuckThreads > 0 => $"pinned by {a.StuckThreads} {(a.StuckThreads == 1 ? "thread" : "threads")} that {(a.StuckThreads == 1 ? "does" : "do")} not return",
        (false, _) => "in use",
        (true, true) => "pinned",
        (true, false) => "stays until the process ends",
    };

    private static string Short(string hash) => hash.Length > ShortHash ? hash[..ShortHash] : hash;
}
