using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>stop</c>: ends a job with a savepoint, so that it can be resumed.</summary>
internal sealed class StopCommand : JobCommand
{
    private readonly Option<string?> _directory = Values.Option<string?>(
        "--savepoint", "DIR", "Folder for the savepoint, as the cluster sees it (default: the job's own in the cluster's storage).", text => ClusterPaths.Folder(Values.NotEmpty(text)));

    private readonly Option<bool> _drain = new("--drain") { Description = "Advance event time to its end first, so that all windows and timers fire. The job should not be resumed from there." };

    private readonly Deadline _deadline = new("for the savepoint and the end of the job", TimeSpan.FromMinutes(15));

    public StopCommand(CommandContext context)
        : base(context, "stop", "Stops a job with a savepoint, from which 'submit --restore' can resume it. All output is visible when the command returns.")
    {
        Add(_directory);
        Add(_drain);
        Add(_deadline.Option);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var request = new StopJobRequest { Job = job, Directory = parsed.GetValue(_directory) ?? "", Drain = parsed.GetValue(_drain), CommandId = Id };
        var stopped = await manager.Jobs.StopAsync(request, _deadline.Call(parsed, interrupted));
        if (stopped.Savepoint.Length > 0) stopped.Job.Savepoint = stopped.Savepoint;
        output.Write(new JobReport(stopped.Job), ReportJson.Default.JobReport, report =>
        {
            output.Line($"{JobText.Called(report)} is {report.State}");
            if (report.Savepoint is not null) output.Line($"savepoint: {report.Savepoint}");
        });
        return ExitCodes.Done;
    }
}
