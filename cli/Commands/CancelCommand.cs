using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>cancel</c>: ends a job as it is.</summary>
internal sealed class CancelCommand(CommandContext context)
    : JobCommand(context, "cancel", "Ends a job without a last checkpoint; its last completed one is kept. One that has ended stays as it is.")
{
    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var ended = await manager.Jobs.CancelAsync(new CancelJobRequest { Job = job }, cancellationToken: interrupted);
        output.Write(new JobReport(ended), ReportJson.Default.JobReport, report => output.Line($"{JobText.Called(report)} is {report.State}"));
        return ExitCodes.Done;
    }
}
