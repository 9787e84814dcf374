using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>An option of a job.</summary>
public abstract class JobOption
{
    private protected JobOption(string name, string valueName, string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        ValueName = valueName;
        Description = description;
    }

    /// <summary>The name without dashes, such as <c>input</c>.</summary>
    public string Name { get; }

    /// <summary>The placeholder for the value in the help, such as <c>FILE</c>.</summary>
    public string ValueName { get; }

    /// <summary>One sentence for the help.</summary>
    public string Description { get; }

    /// <summary>
    /// Whether <paramref name="text"/> is a valid value of this option; if not, <paramref name="error"/> describes the valid values.
    /// </summary>
    public abstract bool TryValidate(string text, [NotNullWhen(false)] out string? error);
}

/// <summary>An option whose values are of type <typeparamref name="T"/>.</summary>
public sealed class JobOption<T> : JobOption
{
    private readonly Func<string, T> _parse;

    /// <param name="name">The name without dashes.</param>
    /// <param name="valueName">The placeholder for the value in the help.</param>
    /// <param name="description">One sentence for the help.</param>
    /// <param name="parse">Parses a value; throws <see cref="FormatException"/> with a message for the user.</param>
    /// <param name="defaultValue">The value if the option is not given.</param>
    public JobOption(string name, string valueName, string description, Func<string, T> parse, T defaultValue)
        : base(name, valueName, description)
    {
        _parse = parse;
        Default = defaultValue;
    }

    /// <summary>The value if the option is not given.</summary>
    public T Default { get; }

    /// <summary>Parses a value.</summary>
    /// <exception cref="FormatException">The text is not a valid value; the message is written for the user.</exception>
    public T Parse(string text) => _parse(text);

    /// <inheritdoc/>
    public override bool TryValidate(string text, [NotNullWhen(false)] out string? error)
    {
        try
        {
            _parse(text);
            error = null;
            return true;
        }
        catch (FormatException e)
        {
            error = e.Message;
            return false;
        }
    }
}
