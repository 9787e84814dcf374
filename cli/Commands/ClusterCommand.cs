using System.CommandLine;
using Grpc.Core;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;

namespace Millrace.Cli.Commands;

/// <summary>A command that calls a job manager.</summary>
internal abstract class ClusterCommand : Command
{
    protected ClusterCommand(CommandContext context, string name, string description)
        : base(name, description) => SetAction((parsed, interrupted) => InvokeAsync(context, parsed, interrupted));

    /// <summary>Carries out the command and returns one of <see cref="ExitCodes"/>; the status of a failed call is explained.</summary>
    protected abstract Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted);

    private async Task<int> InvokeAsync(CommandContext context, ParseResult parsed, CancellationToken interrupted)
    {
        using var manager = await context.Connection.ConnectAsync(parsed, interrupted);
        try
        {
            return await RunAsync(parsed, manager, new CommandOutput(context.Terminal, parsed.GetValue(context.Json)), interrupted);
        }
        catch (RpcException e) when (!interrupted.IsCancellationRequested)
        {
            throw CallErrors.Explain(e, manager);
        }
    }
}
