using System.Collections;
using System.ComponentModel.DataAnnotations;
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
    /// <exception cref="InvalidSettingException">The file cannot be read.</exception>
    public static IConfigurationRoot Gather(IReadOnlyDictionary<string, string?> commandLine)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, FileName), optional: true)
                .AddEnvironmentVariables(Prefix)
                .AddInMemoryCollection(commandLine)
                .Build();
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

        Judge(options, section);
        return options;
    }

    private static void Judge(object options, string section)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
        {
            var fault = faults[0];
            var member = fault.MemberNames.FirstOrDefault() ?? "";
            var value = options.GetType().GetProperty(member)?.GetValue(options);
            throw new InvalidSettingException(Key(section, member), value is IEnumerable and not string ? "" : value, fault.ErrorMessage ?? "it is not valid.");
        }

        foreach (var part in options.GetType().GetProperties().Where(p => p.PropertyType.IsClass && p.PropertyType.Namespace?.StartsWith(nameof(Millrace), StringComparison.Ordinal) == true))
        {
            if (part.GetValue(options) is { } inner) Judge(inner, Key(section, part.Name));
        }
    }

    private static string Key(string section, string member) => section.Length == 0 ? member : $"{section}:{member}";
}
