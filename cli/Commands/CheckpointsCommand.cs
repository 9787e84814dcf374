using System.CommandLine;
using System.Globalization;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>checkpoints</c>: lists the checkpoints that are kept.</summary>
internal sealed class CheckpointsCommand(CommandContext context)
    : JobCommand(context, "checkpoints", "Lists a job's retained checkpoints and savepoints, and the latest ones that failed, newest first.")
{
    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var listed = await manager.Jobs.ListCheckpointsAsync(new ListCheckpointsRequest { Job = job }, JobManagerConnection.Quick(interrupted));
        var report = new CheckpointListReport([.. listed.Checkpoints.Select(CheckpointReport.Of)]);
        output.Write(report, ReportJson.Default.CheckpointListReport, list => Write(list, output));
        return ExitCodes.Done;
    }

    private static void Write(CheckpointListReport list, CommandOutput output)
    {
        if (list.Checkpoints.Count == 0)
        {
            output.Line("The job has no checkpoints yet.");
            return;
        }

        var table = new Table("ID>", "KIND", "STATUS", "TRIGGERED", "TOOK>", "SIZE>", "PATH OR REASON");
        foreach (var c in list.Checkpoints)
        {
            table.Add(
                c.Id.ToString(CultureInfo.InvariantCulture), c.Kind, c.Status, Readable.Time(c.Triggered, output.Time),
                c.Seconds is { } seconds ? Readable.Span(TimeSpan.FromSeconds(seconds)) : "-", c.Bytes == 0 ? "-" : Readable.Bytes(c.Bytes), c.Failure ?? c.Path ?? "");
        }

        output.Table(table);
    }
}
