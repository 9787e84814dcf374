using System.Globalization;

namespace Millrace.Local.Options;

/// <summary>Durations on the command line: a number and ms, s, m or h.</summary>
internal static class Durations
{
    /// <exception cref="FormatException">The text is not a duration; the message is for the user.</exception>
    public static TimeSpan Parse(string text)
    {
        var unit = text.Length - text.AsSpan().TrimEnd("msh").Length;
        var milliseconds = text[^unit..] switch { "ms" => 1.0, "s" => 1000, "m" => 60_000, "h" => 3_600_000, _ => 0 };
        if (milliseconds > 0
            && double.TryParse(text.AsSpan(0, text.Length - unit), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * milliseconds is >= 1 and <= 1e12)
        {
            return TimeSpan.FromMilliseconds(number * milliseconds);
        }

        throw new FormatException($"'{text}' is not a duration. Write a number and ms, s, m or h, such as 500ms; at least 1ms.");
    }
}
