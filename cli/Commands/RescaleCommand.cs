using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace Millrace.Cli.Commands;

/// <summary><c>rescale</c>: changes the parallelism of a running job.</summary>
internal sealed class RescaleCommand : JobCommand
{
    private readonly Option<int?> _parallelism = Values.Option(
        "--parallelism", "N", "Subtasks of each operator that has no parallelism of its own: 1 to the job's max parallelism.", Values.Parallelism);

    private readonly Option<Dictionary<string, int>?> _operators = Values.OperatorParallelism(
        "Parallelism of one operator, by its Uid; 0 removes it. Can be repeated.", lowest: 0);

    /// <summary>The job manager enforces the timeout itself, and is given time to report the outcome.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(70);

    private readonly Deadline _deadline = new("for a job that is not running, and until processing has resumed", TimeSpan.FromSeconds(60));

    public RescaleCommand(CommandContext context)
        : base(context, "rescale", "Changes a job's parallelism: takes a checkpoint, stops, and restores. Returns when processing has resumed, and prints how long it was interrupted.")
    {
        Add(_parallelism);
        Add(_operators);
        Add(_deadline.Option);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var request = new RescaleJobRequest { Job = job, Parallelism = parsed.GetValue(_parallelism) ?? 0, CommandId = Id };
        if (parsed.GetValue(_operators) is { } operators) request.Operators.Add(operators);
        var timeout = _deadline.Of(parsed);
        if (_deadline.IsGiven(parsed)) request.Timeout = Duration.FromTimeSpan(timeout);
        if (request.Parallelism == 0 && request.Operators.Count == 0)
            throw CommandException.BadInput("rescale needs a new parallelism; give --parallelism N, --operator UID=N, or both.");
        var rescaled = await manager.Jobs.RescaleAsync(request, deadline: DateTime.UtcNow + timeout + AnswerTime, cancellationToken: interrupted);
        output.Write(new RescaledJobReport(rescaled), ReportJson.Default.RescaledJobReport, report => output.Line(
            report.InterruptionSeconds > 0
                ? $"{JobText.Called(report)} runs at parallelism {JobText.Parallelism(report)}; processing was interrupted for {Readable.Span(TimeSpan.FromSeconds(report.InterruptionSeconds))}"
                : $"{JobText.Called(report)} already runs at parallelism {JobText.Parallelism(report)}"));
        return ExitCodes.Done;
    }
}
