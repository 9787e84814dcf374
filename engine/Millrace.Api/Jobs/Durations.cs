using System.Globalization;

namespace Millrace;

/// <summary>Durations on the command line: a number followed by ms, s, m or h.</summary>
public static class Durations
{
    /// <summary>The shortest duration, 1 ms.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest duration, 1000 h; a timer accepts at most 49 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1000);

    /// <summary>Parses a duration.</summary>
    /// <exception cref="FormatException">The text is not a duration, or is out of range; the message is written for the user.</exception>
    public static TimeSpan Parse(string text)
    {
        var number = text.AsSpan().TrimEnd("msh");
        var milliseconds = text.AsSpan(number.Length) switch { "ms" => 1.0, "s" => 1000, "m" => 60_000, "h" => 3_600_000, _ => 0 };
        if (milliseconds == 0 || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            throw new FormatException($"'{text}' is not a duration; give a number and ms, s, m or h, such as 500ms or 1.5s.");
        milliseconds *= value;
        return milliseconds >= Shortest.TotalMilliseconds && milliseconds <= Longest.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FormatException($"'{text}' is not from 1ms to 1000h; give a duration such as 500ms or 1.5s.");
    }
}
