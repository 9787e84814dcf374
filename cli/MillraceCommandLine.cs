using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Grpc.Core;
using Millrace.Cli.Commands;
using Millrace.Cli.Connecting;
using Millrace.Cli.Parsing;
using Millrace.Core.Control;

namespace Millrace.Cli;

/// <summary>The command <c>millrace</c>: finds the subcommand, runs it, and reports errors in a line or two.</summary>
internal static class MillraceCommandLine
{
    private const string ArgumentsFollow = "--";

    /// <summary>Runs a command line to its end and returns one of <see cref="ExitCodes"/>.</summary>
    /// <param name="args">The command line; what follows <c>--</c> is the job's own.</param>
    /// <param name="terminal">The terminal, with its environment.</param>
    /// <param name="interrupted">Ends it; jobs on the cluster keep running.</param>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken interrupted)
    {
        try
        {
            var split = Array.IndexOf(args, ArgumentsFollow);
            var parsed = Parse(split < 0 ? args : args[..split], split < 0 ? null : args[(split + 1)..], terminal);
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, interrupted);
        }
        catch (CommandException e)
        {
            return End(e.ExitCode, $"error: {e.Message}");
        }
        catch (Exception e) when (interrupted.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            return End(ExitCodes.Interrupted, "interrupted; the job manager may still carry out the request");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return End(ExitCodes.BadInput, $"error: {e.Message}");
        }

        int End(int code, string message)
        {
            terminal.Error.WriteLine(BoundedText.Escape(message, keepsLines: true));
            return code;
        }
    }

    private static ParseResult Parse(string[] args, string[]? jobArguments, Terminal terminal)
    {
        // No response files: a path may start with @.
        var parsed = Root(terminal, jobArguments ?? []).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is HelpAction or HelpWithExitCodes || IsCompletion(args)) return parsed;
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as CommandResult)
        {
            if (at.Children.OfType<OptionResult>().FirstOrDefault(o => o.IdentifierTokenCount > 1 && o.Option.Arity.MaximumNumberOfValues <= 1) is { } twice)
                throw CommandException.BadInput($"{twice.Option.Name} is given {twice.IdentifierTokenCount} times; give it once.");
        }

        if ((UnknownWords.Explain(parsed) ?? parsed.Errors.FirstOrDefault()?.Message) is { } wrong)
            throw CommandException.BadInput($"{wrong} See '{HelpOf(parsed.CommandResult.Command)}'.");
        if (jobArguments is not null && parsed.CommandResult.Command is not IJobArgumentsCommand)
            throw CommandException.BadInput($"'{parsed.CommandResult.Command.Name}' takes no arguments for a job, but there is a '{ArgumentsFollow}'; leave out what follows it.");
        return parsed;
    }

    private static RootCommand Root(Terminal terminal, string[] jobArguments)
    {
        var connection = new ConnectionOptions(terminal);
        var json = new Option<bool>("--json") { Description = "Print one JSON object, for scripts.", Recursive = true };
        var context = new CommandContext(terminal, connection, json);
        var root = new RootCommand("Submits jobs to a Millrace cluster and controls them. A JOB is named by its id, the beginning of its id, or its name (the newest of that name).")
        {
            new SubmitCommand(context, jobArguments), new ListCommand(context), new StatusCommand(context), new CancelCommand(context), new StopCommand(context),
            new SavepointCommand(context), new DisposeCommand(context), new CheckpointCommand(context), new RescaleCommand(context), new CheckpointsCommand(context),
            new ExceptionsCommand(context), new ExplainCommand(context, jobArguments), new LogsCommand(context), new RemoveCommand(context), new CleanUpCommand(context),
            new InspectCommand(context), new ClusterOverviewCommand(context),
            new HelpCommand(), new CompletionCommand(),
        };
        foreach (var option in connection.All) root.Add(option);
        root.Add(json);
        // Of the directives only the one for completion is meant for users.
        foreach (var directive in root.Directives.Where(d => d is not SuggestDirective).ToList()) root.Directives.Remove(directive);
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        return root;
    }

    private static bool IsCompletion(string[] args) => args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    private static string HelpOf(Command command) => command is RootCommand ? "millrace --help" : $"millrace {command.Name} --help";
}
