using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;

namespace Millrace.Cli.Commands;

/// <summary>A command for one job, which the job manager finds by id or name.</summary>
internal abstract class JobCommand : ClusterCommand
{
    private readonly Argument<string> _job = Values.Argument("JOB", "The job's id, the beginning of its id, or its name.", Values.NotEmpty);

    protected JobCommand(CommandContext context, string name, string description)
        : base(context, name, description) => Add(_job);

    /// <inheritdoc/>
    protected sealed override Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted) =>
        RunAsync(parsed.GetRequiredValue(_job), parsed, manager, output, interrupted);

    /// <inheritdoc cref="ClusterCommand.RunAsync"/>
    protected abstract Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted);
}
