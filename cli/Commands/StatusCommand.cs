using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>status</c>: shows everything about one job.</summary>
internal sealed class StatusCommand(CommandContext context) : JobCommand(context, "status", "Shows the status of a job.")
{
    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var found = await manager.Jobs.GetAsync(new GetJobRequest { Job = job }, JobManagerConnection.Quick(interrupted));
        output.Write(new JobReport(found), ReportJson.Default.JobReport, report => JobText.Write(report, output));
        return ExitCodes.Done;
    }
}
