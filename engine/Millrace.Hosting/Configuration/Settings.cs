using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Millrace.Hosting.Configuration;

/// <summary>
/// The settings of a process: the command line overrides environment variables (<c>MILLRACE_KEY</c>, with <c>__</c> between parts), which
/// override <c>appsettings.json</c> beside the program.
/// </summary>
public static class Settings
{
    /// <summary>The prefix of environment variables.</summary>
    public const string Prefix = "MILLRACE_";

    private const string FileName = "appsettings.json";

    /// <summary>Loads the settings.</summary>
    /// <param name="commandLine">The settings given on the command line, by key.</param>
    /// <param name="keys">The keys that the process knows.</param>
    /// <param name="onUnknownVariable">Called with what is wrong about each environment variable that is not a setting: it may be for another program.</param>
    /// <exception cref="InvalidSettingException">The file cannot be read, or it or the command line has an unknown key.</exception>
    public static IConfigurationRoot Gather(IReadOnlyDictionary<string, string?> commandLine, SettingKeys keys, Action<string> onUnknownVariable)
    {
        if (Unknown(commandLine, keys).FirstOrDefault() is { } wrong) throw new InvalidSettingException($"{wrong} --help explains the options.");
        try
        {
            var file = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, FileName), optional: true).Build();
            if (Unknown(file.AsEnumerable(), keys).FirstOrDefault() is { } stray) throw new InvalidSettingException($"{FileName}: {stray} Correct the file.");
            var variables = new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build();
            foreach (var variable in Unknown(variables.AsEnumerable(), keys)) onUnknownVariable($"An environment variable {Prefix}... is ignored: {variable}");
            return new ConfigurationBuilder().AddConfiguration(file).AddConfiguration(variables).AddInMemoryCollection(commandLine).Build();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidSettingException($"{FileName}: {e.InnerException?.Message ?? e.Message} Correct the file.");
        }
    }

    /// <summary>Reads the options of a class, and validates them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="section">The section of the options; empty for the root.</param>
    /// <exception cref="InvalidSettingException">One is not valid.</exception>
    public static T Read<T>(IConfiguration settings, string section = "") where T : class, new()
    {
        var options = new T();
        try
        {
            (section.Length == 0 ? settings : settings.GetSection(section)).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidSettingException($"{e.Message.Split('\n')[0].Trim()} Give a value of this type, or leave the setting out.");
        }

        Validate(options, section);
        return options;
    }

    private static IEnumerable<string> Unknown(IEnumerable<KeyValuePair<string, string?>> settings, SettingKeys keys) =>
        settings.Where(static s => s.Value is not null).Select(s => keys.Explain(s.Key)).OfType<string>();

    private static void Validate(object options, string section)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
        {
            var fault = faults[0];
            var member = fault.MemberNames.FirstOrDefault() ?? "";
            var value = options.GetType().GetProperty(member)?.GetValue(options);
            throw new InvalidSettingException(Key(section, member), value is IEnumerable and not string ? "" : value, fault.ErrorMessage ?? "it is not valid.");
        }

        foreach (var part in options.GetType().GetProperties().Where(IsPart))
        {
            if (part.GetValue(options) is { } inner) Validate(inner, Key(section, part.Name));
        }
    }

    /// <summary>Whether a property is a section of its own.</summary>
    internal static bool IsPart(PropertyInfo property) =>
        property.PropertyType.IsClass && property.PropertyType.Namespace?.StartsWith(nameof(Millrace), StringComparison.Ordinal) == true;

    internal static string Key(string section, string member) => section.Length == 0 ? member : $"{section}:{member}";
}
