using System.CommandLine;
using System.Globalization;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>checkpoint</c>: takes a checkpoint now.</summary>
internal sealed class CheckpointCommand : JobCommand
{
    private readonly Deadline _deadline = new("for the checkpoint", TimeSpan.FromMinutes(15));

    public CheckpointCommand(CommandContext context)
        : base(context, "checkpoint", "Takes a checkpoint of a running job now, in addition to the periodic ones. Prints its path.") => Add(_deadline.Option);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var taken = await manager.Jobs.TriggerCheckpointAsync(new TriggerCheckpointRequest { Job = job }, _deadline.Call(parsed, interrupted));
        output.Write(CheckpointReport.Of(taken), ReportJson.Default.CheckpointReport, report => output.Line(
            string.Create(CultureInfo.InvariantCulture, $"checkpoint {report.Id} is complete, {Readable.Bytes(report.Bytes)}: {report.Path}")));
        return ExitCodes.Done;
    }
}
