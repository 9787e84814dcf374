using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Millrace.Core.KeyGroups;

namespace Millrace.Cli.Parsing;

/// <summary>Creates options with one value each, or one each time they are given, that report what is wrong with it.</summary>
internal static class Values
{
    /// <summary>Creates an option that is given at most once.</summary>
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="valueName">The placeholder for the value in the help.</param>
    /// <param name="description">For the help.</param>
    /// <param name="parse">Throws <see cref="FormatException"/> with a message for the user.</param>
    public static Option<T> Option<T>(string name, string valueName, string description, Func<string, T> parse) => new(name)
    {
        HelpName = valueName,
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Parse(result, name, parse),
    };

    /// <summary>Creates an argument that reports what is wrong with it.</summary>
    /// <param name="name">The placeholder for it in the help.</param>
    /// <param name="description">For the help.</param>
    /// <param name="parse">Throws <see cref="FormatException"/> with a message for the user.</param>
    public static Argument<T> Argument<T>(string name, string description, Func<string, T> parse) =>
        new(name) { Description = description, CustomParser = result => Parse(result, name, parse) };

    /// <summary>Creates the option for the parallelism of single operators, by Uid.</summary>
    /// <param name="description">For the help.</param>
    /// <param name="lowest">The lowest parallelism allowed.</param>
    public static Option<Dictionary<string, int>?> OperatorParallelism(string description, int lowest) => new("--operator")
    {
        HelpName = "UID=N",
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Parse(result, "--operator", _ => Operators(result.Tokens.Select(t => t.Value), lowest)),
    };

    /// <summary>Creates an option for settings by key, each given once.</summary>
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="description">For the help.</param>
    public static Option<Dictionary<string, string>?> Settings(string name, string description) => new(name)
    {
        HelpName = "KEY=VALUE",
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Parse(result, name, _ => Pairs(result.Tokens.Select(t => t.Value))),
    };

    /// <summary>Creates an option that is refused here, with the reason.</summary>
    public static Option<string?> Refused(string name, string reason) => new(name)
    {
        Hidden = true,
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            result.AddError($"{name} {reason}");
            return null;
        },
    };

    /// <summary>Parses a parallelism, or a number of key groups.</summary>
    public static int? Parallelism(string text) => Whole(text, 1, KeyGroup.HighestMaxParallelism);

    /// <summary>Parses a number in a range.</summary>
    public static int Whole(string text, int lowest, int highest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest
            ? number
            : throw new FormatException($"'{text}' is not a whole number from {lowest} to {highest}.");

    /// <summary>Requires a text that is not empty.</summary>
    public static string NotEmpty(string text) =>
        string.IsNullOrWhiteSpace(text) ? throw new FormatException("The value is empty; give one, or leave the option out.") : text;

    private static T? Parse<T>(ArgumentResult result, string name, Func<string, T> parse)
    {
        try
        {
            return parse(result.Tokens[0].Value);
        }
        catch (FormatException e)
        {
            result.AddError($"{name}: {e.Message}");
            return default;
        }
    }

    private static Dictionary<string, string> Pairs(IEnumerable<string> values)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (value.Split('=', 2) is not [{ Length: > 0 } key, { Length: > 0 } text]) throw new FormatException($"'{value}' is not KEY=VALUE, such as checkpoint.timeout=5m.");
            if (!pairs.TryAdd(key, text)) throw new FormatException($"'{key}' is given more than once; give each setting once.");
        }

        return pairs;
    }

    private static Dictionary<string, int> Operators(IEnumerable<string> values, int lowest)
    {
        var operators = new Dictionary<string, int>();
        foreach (var value in values)
        {
            // The last one, because a Uid may contain others.
            var equals = value.LastIndexOf('=');
            if (equals <= 0) throw new FormatException($"'{value}' is not UID=N, such as counts=4.");
            var uid = value[..equals];
            if (!operators.TryAdd(uid, Whole(value[(equals + 1)..], lowest, KeyGroup.HighestMaxParallelism)))
                throw new FormatException($"'{uid}' is given more than once; give each operator once.");
        }

        return operators;
    }
}
