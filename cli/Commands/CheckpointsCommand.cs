using System.CommandLine;
using System.Globalization;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>checkpoints</c>: lists the latest checkpoints, and those that are kept.</summary>
internal sealed class CheckpointsCommand(CommandContext context)
    : JobCommand(context, "checkpoints", "Lists a job's latest checkpoints with their phases, and all that are kept, newest first.")
{
    private const string Completed = "completed";

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var listed = await manager.Jobs.ListCheckpointsAsync(new ListCheckpointsRequest { Job = job }, JobManagerConnection.Quick(interrupted));
        var report = new CheckpointListReport([.. listed.Checkpoints.Select(CheckpointReport.Of)], listed.Completed, listed.Failed);
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

        var table = new Table("ID>", "KIND", "STATUS", "TRIGGERED", "TOOK>", "WROTE>", "STATE>", "PATH OR REASON");
        foreach (var c in list.Checkpoints)
        {
            table.Add(
                Number(c.Id), c.Kind, c.Status, Readable.Time(c.Triggered, output.Time), Span(c.Seconds),
                Size(c.Bytes), Size(c.StateBytes), c.Failure ?? c.Path ?? (c.Status == Completed ? "no longer kept" : ""));
        }

        output.Table(table);
        if (list.Checkpoints.Any(static c => c.Subtasks > 0)) WritePhases(list, output);
        output.Line("");
        output.Line(FormattableString.Invariant($"{list.Completed} completed and {list.Failed} failed."));
    }

    private static void WritePhases(CheckpointListReport list, CommandOutput output)
    {
        var table = new Table("ID>", "SUBTASKS>", "MANIFEST>", "HEAD>", "PUBLISHING>", "SLOWEST SUBTASK", "ALIGNED>", "COPIED>", "STORED>", "OVERTAKEN>", "LONGEST ALIGNMENT");
        foreach (var c in list.Checkpoints.Where(static c => c.Subtasks > 0))
        {
            table.Add(
                Number(c.Id),
                c.Phases.Subtasks is { } all ? Span(all) : FormattableString.Invariant($"{c.Acknowledged} of {c.Subtasks}"),
                Span(c.Phases.Manifest),
                Span(c.Phases.Head),
                Span(c.Phases.Publishing),
                c.Slowest is { } slowest ? FormattableString.Invariant($"{slowest.Operators} {slowest.Index}") : "-",
                Span(c.Slowest?.Alignment),
                Span(c.Slowest?.Copying),
                Span(c.Slowest?.Upload),
                c.Unaligned ? Readable.Bytes(c.InFlightBytes) : "-",
                c.LongestAlignment is { Alignment: > 0 } longest ? FormattableString.Invariant($"{Span(longest.Alignment)} in {longest.Operators} {longest.Index}") : "-");
        }

        output.Line("");
        output.Table(table);
    }

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes == 0 ? "-" : Readable.Bytes(bytes);

    private static string Span(double? seconds) => seconds is { } known ? Readable.Span(TimeSpan.FromSeconds(known)) : "-";
}
