using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Cli.Submitting;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>explain</c>: prints the graph of a job without starting it.</summary>
internal sealed class ExplainCommand : ClusterCommand, IJobArgumentsCommand
{
    private const string Dot = "dot";
    private const string Text = "text";

    private readonly string[] _arguments;
    private readonly Argument<string> _file = JobFile.Argument();
    private readonly PlanningOptions _planning = new();

    private readonly Deadline _deadline = new("until a task manager has planned the job", TimeSpan.FromMinutes(4));

    private readonly Argument<string> _format = new("FORMAT")
    {
        HelpName = $"{Text}|{Dot}",
        Description = "As text, or in Graphviz's DOT language (default: text).",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => Text,
        CustomParser = result =>
        {
            var format = result.Tokens[0].Value;
            if (format is not (Text or Dot)) result.AddError($"'{format}' is neither {Text} nor {Dot}.");
            return format;
        },
    };

    public ExplainCommand(CommandContext context, string[] arguments)
        : base(context, "explain", "Plans a job on the cluster and prints its graph without starting it. The job's own arguments follow '--'.")
    {
        _arguments = arguments;
        Add(_file);
        Add(_format);
        foreach (var option in _planning.All) Add(option);
        Add(_deadline.Option);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var request = new SubmitJobRequest { Arguments = { _arguments } };
        _planning.Write(parsed, request);
        using (var progress = output.Progress()) request.Artifact = await JobUpload.StoreAsync(parsed.GetRequiredValue(_file), manager, output.Time, progress, interrupted);
        await PlanningNotice.TellAsync(manager, output, interrupted);
        var explained = await manager.Jobs.ExplainAsync(new ExplainJobRequest { Job = request }, _deadline.Call(parsed, interrupted));
        var dot = parsed.GetValue(_format) == Dot;
        output.Write(ExplainedJobReport.Of(explained), ReportJson.Default.ExplainedJobReport, report => output.Text(dot ? report.Dot : report.Text));
        return ExitCodes.Done;
    }
}
