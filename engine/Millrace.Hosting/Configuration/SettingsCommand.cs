using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Millrace.Hosting.Configuration;

/// <summary>The command line of a process: each option is a setting.</summary>
public sealed class SettingsCommand
{
    private readonly RootCommand _root;
    private readonly List<(string Key, Func<ParseResult, string?> Read)> _settings = [];
    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "KEY=VALUE",
        Description = "Any other setting, by its key in appsettings.json with ':' between parts; may be given several times.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <param name="description">What the process is for.</param>
    /// <param name="keys">The keys of its settings.</param>
    public SettingsCommand(string description, SettingKeys keys)
    {
        Keys = keys;
        _root = new RootCommand(description);
        _root.Directives.Clear();
    }

    /// <summary>The keys of the process's settings.</summary>
    public SettingKeys Keys { get; }

    /// <summary>Adds an option with a value.</summary>
    public SettingsCommand Add(string name, string valueName, string key, string description)
    {
        var option = new Option<string?>(name) { HelpName = valueName, Description = description, Arity = ArgumentArity.ExactlyOne };
        _root.Add(option);
        _settings.Add((key, parsed => parsed.GetValue(option)));
        return this;
    }

    /// <summary>Adds an option whose value is a duration, such as 250ms.</summary>
    public SettingsCommand AddDuration(string name, string key, string description)
    {
        var option = new Option<string?>(name)
        {
            HelpName = "TIME",
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => ReadDuration(name, result),
        };
        _root.Add(option);
        _settings.Add((key, parsed => parsed.GetValue(option)));
        return this;
    }

    /// <summary>Adds an option without a value.</summary>
    public SettingsCommand AddSwitch(string name, string key, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        _root.Add(option);
        _settings.Add((key, parsed => parsed.GetValue(option) ? bool.TrueString : null));
        return this;
    }

    /// <summary>Parses a command line; null where it requested help, which is then written.</summary>
    /// <exception cref="InvalidSettingException">An option is unknown, or has no value or a wrong one.</exception>
    public IReadOnlyDictionary<string, string?>? Read(string[] args, TextWriter output)
    {
        if (!_root.Options.Contains(_set)) _root.Add(_set);
        // No response files: a path may start with @.
        var parsed = _root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not HelpAction)
        {
            if (parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(o => o.IdentifierTokenCount > 1 && o.Option != _set) is { } twice)
                throw new InvalidSettingException($"{twice.Option.Name} is given {twice.IdentifierTokenCount} times; give it once.");
            if ((UnknownOptions.Explain(parsed) ?? parsed.Errors.FirstOrDefault()?.Message) is { } wrong) throw new InvalidSettingException($"{wrong} --help explains the options.");
        }

        if (parsed.Action is not null)
        {
            parsed.Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            return null;
        }

        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, read) in _settings)
        {
            if (read(parsed) is { } value) given[key] = value;
        }

        foreach (var pair in parsed.GetValue(_set) ?? [])
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } key, var value]) throw new InvalidSettingException($"--set {pair}: give KEY=VALUE.");
            given[key] = value;
        }

        return given;
    }

    private static string? ReadDuration(string name, ArgumentResult result)
    {
        try
        {
            return Durations.Parse(result.Tokens[0].Value).ToString("c", CultureInfo.InvariantCulture);
        }
        catch (FormatException e)
        {
            result.AddError($"{name}: {e.Message}");
            return null;
        }
    }
}
