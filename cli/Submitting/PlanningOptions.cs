using System.CommandLine;
using Millrace.Cli.Parsing;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Submitting;

/// <summary>The options that a job's graph depends on.</summary>
internal sealed class PlanningOptions
{
    private readonly Option<string?> _job = Values.Option<string?>("--job", "TYPE", "The full or simple name of the job's class (default: the only one).", Values.NotEmpty);

    private readonly Option<int?> _parallelism = Values.Option(
        "--parallelism", "N", "Number of subtasks of each operator without its own parallelism: 1 to the max parallelism (default 2).", Values.Parallelism);

    private readonly Option<int?> _maxParallelism = Values.Option(
        "--max-parallelism",
        "N",
        "Number of key groups, which is the highest possible parallelism: 1 to 32768 (default 720). Fixed when a job first starts; leave it out on a restore.",
        Values.Parallelism);

    private readonly Option<Dictionary<string, int>?> _operators = Values.OperatorParallelism("Parallelism of one operator, by its Uid. Can be repeated.", lowest: 1);

    public IReadOnlyList<Option> All => [_job, _parallelism, _maxParallelism, _operators];

    /// <summary>Writes the given options to the request.</summary>
    public void Write(ParseResult parsed, SubmitJobRequest request)
    {
        request.JobType = parsed.GetValue(_job) ?? "";
        request.Parallelism = parsed.GetValue(_parallelism) ?? 0;
        request.MaxParallelism = parsed.GetValue(_maxParallelism) ?? 0;
        if (parsed.GetValue(_operators) is { } operators) request.OperatorParallelism.Add(operators);
    }
}
