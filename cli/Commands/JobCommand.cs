using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;

namespace Millrace.Cli.Commands;

/// <summary>A command about one job, which the job manager finds by what the user calls it.</summary>
internal abstract class JobCommand : ClusterCommand
{
    private readonly Argument<string> _job = new("JOB")
    {
        Description = "The job's id, the beginning of its id, or its name.",
        CustomParser = result =>
        {
            try
            {
                return Values.NotEmpty(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"JOB: {e.Message}");
                return null;
            }
        },
    };

    protected JobCommand(CommandContext context, string name, string description)
        : base(context, name, description) => Add(_job);

    /// <inheritdoc/>
    protected sealed override Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted) =>
        RunAsync(parsed.GetRequiredValue(_job), parsed, manager, output, interrupted);

    /// <inheritdoc cref="ClusterCommand.RunAsync"/>
    protected abstract Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted);
}
