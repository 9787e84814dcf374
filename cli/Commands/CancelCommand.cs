using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>cancel</c>: ends a job without a last checkpoint.</summary>
internal sealed class CancelCommand : JobCommand
{
    private readonly Deadline _deadline = new("until all tasks of the job have ended", TimeSpan.FromMinutes(2));

    public CancelCommand(CommandContext context)
        : base(context, "cancel", "Ends a job without a final checkpoint; the last completed one is kept. A job that has already ended is left as it is.") => Add(_deadline.Option);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var ended = await manager.Jobs.CancelAsync(new CancelJobRequest { Job = job }, _deadline.Call(parsed, interrupted));
        output.Write(new JobReport(ended), ReportJson.Default.JobReport, report => output.Line($"{JobText.Called(report)} is {report.State}"));
        return ExitCodes.Done;
    }
}
