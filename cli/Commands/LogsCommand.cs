using System.CommandLine;
using Grpc.Core;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>logs</c>: shows what the job manager and the task managers have logged about a job.</summary>
internal sealed class LogsCommand : JobCommand
{
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Keep printing new entries until the job has ended; with --json, one object per line." };

    private readonly Option<int?> _tail = Values.Option<int?>("--tail", "N", "Start with the last N entries (default: all that are kept).", text => Values.Whole(text, 1, int.MaxValue));

    public LogsCommand(CommandContext context)
        : base(context, "logs", "Shows a job's log entries from the job manager and all task managers, oldest first.")
    {
        Add(_follow);
        Add(_tail);
    }

    /// <inheritdoc/>
    protected override bool MayBeRepeated => false;

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var follow = parsed.GetValue(_follow);
        var request = new ReadLogsRequest { Job = job, Follow = follow, Tail = parsed.GetValue(_tail) ?? 0 };
        using var call = manager.Jobs.ReadLogs(request, follow ? new CallOptions(cancellationToken: interrupted) : JobManagerConnection.Quick(interrupted));
        var entries = new List<LogEntryReport>();
        await foreach (var entry in call.ResponseStream.ReadAllAsync(interrupted))
        {
            var report = LogEntryReport.Of(entry);
            if (output.Json && !follow) entries.Add(report);
            else output.Write(report, ReportJson.Default.LogEntryReport, e => Write(e, output));
        }

        if (output.Json && !follow) output.Write(new LogReport(entries), ReportJson.Default.LogReport, _ => { });
        return ExitCodes.Done;
    }

    private static void Write(LogEntryReport entry, CommandOutput output)
    {
        var time = entry.Time is { } written ? Readable.Instant(written, output.Time) : "-";

        // The job need not be shown: the user named it.
        var scope = string.Join(' ', entry.Scope.Where(s => s.Key != "job").Select(s => $"{s.Key}={s.Value}"));
        output.Line(Readable.Line($"{time} {entry.Level,-11} {entry.Process}: {entry.Message}{(scope.Length == 0 ? "" : $" [{scope}]")}"));
        foreach (var line in (entry.Exception ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)) output.Line($"    {Readable.Line(line.TrimEnd())}");
    }
}
