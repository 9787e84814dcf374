using System.CommandLine;
using System.Globalization;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>list</c>: all jobs, in a line each.</summary>
internal sealed class ListCommand(CommandContext context) : ClusterCommand(context, "list", "Lists all jobs, the newest first; ended ones stay listed.")
{
    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var listed = await manager.Jobs.ListAsync(new ListJobsRequest(), JobManagerConnection.Quick(interrupted));
        output.Write(new JobListReport([.. listed.Jobs.Select(j => new JobReport(j))]), ReportJson.Default.JobListReport, list => Write(list, output));
        return ExitCodes.Done;
    }

    private static void Write(JobListReport list, CommandOutput output)
    {
        if (list.Jobs.Count == 0)
        {
            output.Line("There are no jobs; 'millrace submit' starts one.");
            return;
        }

        var table = new Table("ID", "NAME", "STATE", "PARALLELISM>", "RESTARTS>", "CHECKPOINT>", "STARTED", "RUNS FOR>");
        foreach (var job in list.Jobs)
        {
            table.Add(
                job.Id, job.Name, job.State, JobText.Parallelism(job), job.Restarts.ToString(CultureInfo.InvariantCulture),
                JobText.Checkpoint(job), Readable.Time(job.Started, output.Time), JobText.RunsFor(job, output.Time));
        }

        output.Table(table);
    }
}
