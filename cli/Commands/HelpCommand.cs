using System.CommandLine;
using Millrace.Cli.Parsing;

namespace Millrace.Cli.Commands;

/// <summary><c>help</c>: does the same as the option <c>--help</c>.</summary>
internal sealed class HelpCommand : Command
{
    private readonly Argument<string?> _command = new("COMMAND") { Description = "The command to explain (default: all, in a line each).", Arity = ArgumentArity.ZeroOrOne };

    public HelpCommand()
        : base("help", "Shows what a command does and which options it has.")
    {
        Add(_command);
        SetAction(parsed =>
        {
            var root = parsed.RootCommandResult.Command;
            string[] line = parsed.GetValue(_command) is { } name ? [UnknownWords.CommandNamed(name, root).Name, "--help"] : ["--help"];
            return root.Parse(line).Invoke(parsed.InvocationConfiguration);
        });
    }
}
