using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>list</c>: lists jobs, one per line.</summary>
internal sealed class ListCommand : ClusterCommand
{
    private readonly Option<List<Job.Types.State>?> _states = new("--state")
    {
        HelpName = "STATE,...",
        Description = "Only jobs in one of these states: created, waiting, running, restarting, stopping, finished, stopped, cancelled, failed.",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ReadStates,
    };

    private readonly Option<string?> _name = Values.Option<string?>("--name", "NAME", "Only jobs of this name.", Values.NotEmpty);

    private readonly Option<int?> _limit = Values.Option<int?>("--limit", "N", "Only the N newest.", text => Values.Whole(text, 1, int.MaxValue));

    public ListCommand(CommandContext context)
        : base(context, "list", "Lists jobs, newest first; ended jobs stay listed until they are removed.")
    {
        Add(_states);
        Add(_name);
        Add(_limit);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var request = new ListJobsRequest { Name = parsed.GetValue(_name) ?? "", Limit = parsed.GetValue(_limit) ?? 0 };
        request.States.AddRange(parsed.GetValue(_states) ?? []);
        var listed = await manager.Jobs.ListAsync(request, JobManagerConnection.Quick(interrupted));
        output.Write(
            new JobListReport([.. listed.Jobs.Select(j => new JobReport(j))]), ReportJson.Default.JobListReport, list => Write(list, output, request.Equals(new ListJobsRequest())));
        return ExitCodes.Done;
    }

    private static void Write(JobListReport list, CommandOutput output, bool isAll)
    {
        if (list.Jobs.Count == 0)
        {
            output.Line(isAll ? "There are no jobs; 'millrace submit' starts one." : "There is no such job.");
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

    private static List<Job.Types.State>? ReadStates(ArgumentResult result)
    {
        var states = new List<Job.Types.State>();
        foreach (var word in result.Tokens[0].Value.Split(','))
        {
            if (Enum.TryParse<Job.Types.State>(word, ignoreCase: true, out var state) && state != Job.Types.State.Unknown && word.All(char.IsAsciiLetter))
            {
                states.Add(state);
                continue;
            }

            var known = Enum.GetNames<Job.Types.State>().Select(static n => n.ToLowerInvariant()).Where(static n => n != "unknown");
            result.AddError($"--state: '{word}' is not a state of a job{NearestWord.Suggestion(word, known)}");
            return null;
        }

        return states;
    }
}
