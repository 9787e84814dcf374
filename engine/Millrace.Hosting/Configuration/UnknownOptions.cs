using System.CommandLine;

namespace Millrace.Hosting.Configuration;

/// <summary>Explains unknown words on a command line that only has options.</summary>
public static class UnknownOptions
{
    /// <summary>Explains the first unknown word; null where there is none.</summary>
    public static string? Explain(ParseResult parsed) => parsed.UnmatchedTokens is [var word, ..]
        ? $"'{word}' is not an option{NearestWord.Suggestion(word, parsed.CommandResult.Command.Options.Where(static o => !o.Hidden).Select(static o => o.Name))}"
        : null;
}
