using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>remove</c>: removes a job that has ended.</summary>
internal sealed class RemoveCommand : JobCommand
{
    private readonly Option<bool> _savepoints = new("--savepoints") { Description = "Also delete its savepoints in the cluster's storage." };

    public RemoveCommand(CommandContext context)
        : base(context, "remove", "Removes an ended job with its checkpoints and log; its output and savepoints are kept.") => Add(_savepoints);

    /// <inheritdoc/>
    protected override bool MayBeRepeated => false;

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var removed = await manager.Jobs.RemoveAsync(new RemoveJobRequest { Job = job, Savepoints = parsed.GetValue(_savepoints) }, JobManagerConnection.Quick(interrupted));
        output.Write(new RemovedJobReport(removed.Id, [.. removed.Savepoints]), ReportJson.Default.RemovedJobReport, report =>
        {
            output.Line(Readable.Line($"removed {report.Id}"));
            foreach (var savepoint in report.Savepoints) output.Line(Readable.Line($"kept savepoint {savepoint}"));
        });
        return ExitCodes.Done;
    }
}
