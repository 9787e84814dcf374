using System.CommandLine;
using System.Globalization;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>exceptions</c>: shows the latest failures with their stack traces.</summary>
internal sealed class ExceptionsCommand(CommandContext context)
    : JobCommand(context, "exceptions", "Shows the latest failures of a job with their stack traces, newest first.")
{
    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var listed = await manager.Jobs.ListExceptionsAsync(new ListExceptionsRequest { Job = job }, JobManagerConnection.Quick(interrupted));
        var report = new ExceptionListReport([.. listed.Failures.Select(FailureReport.Of)]);
        output.Write(report, ReportJson.Default.ExceptionListReport, list => Write(list, output));
        return ExitCodes.Done;
    }

    private static void Write(ExceptionListReport list, CommandOutput output)
    {
        if (list.Exceptions.Count == 0) output.Line("The job has had no failures.");
        foreach (var failure in list.Exceptions)
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{Readable.Time(failure.Time, output.Time)}  {(failure.Attempt > 0 ? $"attempt {failure.Attempt}" : "no attempt")}  {JobText.Summary(failure)}"));
            foreach (var line in failure.Details.Split('\n', StringSplitOptions.RemoveEmptyEntries)) output.Line($"    {Readable.Line(line.TrimEnd())}");
        }
    }
}
