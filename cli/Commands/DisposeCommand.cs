using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>dispose</c>: deletes a savepoint.</summary>
internal sealed class DisposeCommand : ClusterCommand
{
    private readonly Argument<string> _savepoint = Values.Argument(
        "SAVEPOINT", "The savepoint's path, as the cluster sees it.", text => ClusterPaths.Restored(Values.NotEmpty(text)));

    public DisposeCommand(CommandContext context)
        : base(context, "dispose", "Deletes a savepoint. Refused while a retained checkpoint depends on it.") => Add(_savepoint);

    /// <inheritdoc/>
    protected override bool MayBeRepeated => false;

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var savepoint = parsed.GetRequiredValue(_savepoint);
        await manager.Jobs.DisposeSavepointAsync(new DisposeSavepointRequest { Savepoint = savepoint }, JobManagerConnection.Quick(interrupted));
        output.Write(new SavepointReport(savepoint), ReportJson.Default.SavepointReport, report => output.Line(Readable.Line($"deleted {report.Savepoint}")));
        return ExitCodes.Done;
    }
}
