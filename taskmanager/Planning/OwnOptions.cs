using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Millrace.Hosting.Configuration;

namespace Millrace.TaskManager.Planning;

/// <summary>The options that a job defines, on a command line: after those common to job programs, or alone where a job is submitted.</summary>
public sealed class OwnOptions
{
    private readonly List<(string Name, Option<string?> Option)> _own = [];

    private OwnOptions()
    {
    }

    /// <summary>Adds a job's options to a command.</summary>
    /// <exception cref="InvalidJobException">An option of the job has a name that is taken.</exception>
    public static OwnOptions AddTo(RootCommand root, IStreamJob job)
    {
        var own = new OwnOptions();
        foreach (var option in job.Options)
        {
            var name = "--" + option.Name;
            if (root.Options.Any(o => o.Name == name || o.Aliases.Contains(name)))
                throw new InvalidJobException($"The job {job.GetType().Name} defines the option {name}, which already exists; give it another name.");
            var added = Value<string?>(name, option.ValueName, option.Description, text => option.TryValidate(text, out var error) ? text : throw new FormatException(error));
            root.Add(added);
            own._own.Add((option.Name, added));
        }

        return own;
    }

    /// <summary>Parses the command line of a submission, which has only the job's options.</summary>
    /// <returns>The values given, by option name without dashes.</returns>
    /// <exception cref="InvalidJobException">An option is unknown or its value invalid, or help is requested; the message is for users.</exception>
    public static IReadOnlyDictionary<string, string> Read(IStreamJob job, IReadOnlyList<string> line)
    {
        var root = new RootCommand($"The options of {job.GetType().Name}");
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        root.Directives.Clear();
        var own = AddTo(root, job);
        var parsed = Parse(root, line);
        if (parsed.Action is HelpAction) throw new InvalidJobException(HelpOf(parsed));
        Refuse(parsed);
        return own.ValuesOf(parsed);
    }

    /// <summary>Parses a command line without response files: a path may start with @.</summary>
    public static ParseResult Parse(RootCommand root, IReadOnlyList<string> line) => root.Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <summary>Refuses options that are unknown, given twice, or have a missing or wrong value.</summary>
    /// <exception cref="InvalidJobException">There is such an option; the message is for the user.</exception>
    public static void Refuse(ParseResult parsed)
    {
        if (parsed.Tokens.FirstOrDefault(t => t.Type == TokenType.Directive) is { } directive)
            throw new InvalidJobException($"{directive.Value} is not an option. --help explains the options.");
        if (parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(static o => o is { IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: 1 }) is { } twice)
            throw new InvalidJobException($"{twice.Option.Name} is given {twice.IdentifierTokenCount} times; give it once.");
        if ((UnknownOptions.Explain(parsed) ?? parsed.Errors.FirstOrDefault()?.Message) is { } wrong) throw new InvalidJobException($"{wrong} --help explains the options.");
    }

    /// <summary>Creates an option whose value is parsed by a function that throws <see cref="FormatException"/> for the user.</summary>
    public static Option<T> Value<T>(string name, string valueName, string description, Func<string, T> parse) => new(name)
    {
        HelpName = valueName,
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
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
        },
    };

    /// <summary>Returns the values given for the job's options, by name without dashes.</summary>
    public IReadOnlyDictionary<string, string> ValuesOf(ParseResult parsed) =>
        _own.Where(o => parsed.GetValue(o.Option) is not null).ToDictionary(o => o.Name, o => parsed.GetValue(o.Option)!);

    private static string HelpOf(ParseResult parsed)
    {
        using var text = new StringWriter();
        parsed.Invoke(new InvocationConfiguration { Output = text, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        // The program at work is a task manager, which the user did not start.
        return text.ToString().Replace($"{RootCommand.ExecutableName} [options]", "millrace submit FILE -- [options]", StringComparison.Ordinal);
    }
}
