using System.CommandLine;
using System.CommandLine.Parsing;
using Millrace.Hosting.Configuration;

namespace Millrace.Cli.Parsing;

/// <summary>Explains unknown words on the command line.</summary>
internal static class UnknownWords
{
    /// <summary>Explains the first such word; null where there is none.</summary>
    public static string? Explain(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var word, ..]) return null;
        var command = parsed.CommandResult.Command;
        if (word.StartsWith('-')) return $"{word} is not an option of '{command.Name}'{NearestWord.Suggestion(word, Options(parsed.CommandResult))}";
        return command.Subcommands.Count > 0
            ? $"'{word}' is not a command{NearestWord.Suggestion(word, Commands(command))}"
            : $"'{word}' is one argument too many for '{command.Name}'.";
    }

    /// <summary>Returns the command with a name.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static Command CommandNamed(string word, Command root) => root.Subcommands.FirstOrDefault(c => c.Name == word)
        ?? throw CommandException.BadInput($"'{word}' is not a command{NearestWord.Suggestion(word, Commands(root))} 'millrace --help' lists them.");

    private static IEnumerable<string> Commands(Command root) => root.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);

    private static IEnumerable<string> Options(CommandResult command)
    {
        for (var at = command; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var option in at.Command.Options.Where(o => !o.Hidden && (o.Recursive || at == command)))
                yield return option.Name;
        }
    }
}
