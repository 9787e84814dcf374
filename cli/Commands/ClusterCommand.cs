using System.CommandLine;
using Grpc.Core;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;

namespace Millrace.Cli.Commands;

/// <summary>A command that calls a job manager. If that one dies, the command is repeated with the one that leads next.</summary>
internal abstract class ClusterCommand : Command
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly CommandContext _context;

    protected ClusterCommand(CommandContext context, string name, string description)
        : base(name, description)
    {
        (_context, Id) = (context, context.Terminal.NewId());
        SetAction(InvokeAsync);
    }

    /// <summary>The id of the command, by which the cluster recognizes it when it is repeated.</summary>
    protected string Id { get; }

    /// <summary>Whether it does nothing twice, and writes nothing twice, when it is repeated.</summary>
    protected virtual bool MayBeRepeated => true;

    /// <summary>Carries out the command and returns one of <see cref="ExitCodes"/>; the status of a failed call is explained.</summary>
    protected abstract Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted);

    /// <summary>Returns a connection to the job manager that leads.</summary>
    protected Task<JobManagerConnection> ConnectAsync(ParseResult parsed, CancellationToken interrupted) => _context.Connection.ConnectAsync(parsed, interrupted);

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken interrupted)
    {
        var time = _context.Terminal.Time;
        long? lost = null;
        while (true)
        {
            using var manager = await ConnectAsync(parsed, interrupted);
            try
            {
                return await RunAsync(parsed, manager, new CommandOutput(_context.Terminal, parsed.GetValue(_context.Json)), interrupted);
            }
            catch (RpcException e) when (!interrupted.IsCancellationRequested)
            {
                // Where none led, there is nothing to wait for.
                if (manager.HasLed) lost ??= time.GetTimestamp();
                if (!MayBeRepeated || !CallErrors.IsAway(e) || lost is not { } since || time.GetElapsedTime(since) > s_limit) throw CallErrors.Explain(e, manager);
            }

            await Task.Delay(s_pause, time, interrupted);
        }
    }
}
