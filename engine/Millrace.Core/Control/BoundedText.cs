using System.Globalization;

namespace Millrace.Core.Control;

/// <summary>Text of users and strangers, for people: cut where it is too long, and without control characters where it is a name.</summary>
public static class BoundedText
{
    /// <summary>The text, or its first characters and how long it was.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">How many characters are kept, 1 or more.</param>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var kept = char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, kept)}... (cut: {text.Length:N0} characters)");
    }

    /// <summary>The text with an escape in place of each control character, such as <c>\u001b</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepsLines">Whether line breaks and tabs stay.</param>
    public static string Escape(string text, bool keepsLines = false)
    {
        return text.Any(IsEscaped)
            ? string.Concat(text.Select(c => IsEscaped(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()))
            : text;

        bool IsEscaped(char c) => char.IsControl(c) && !(keepsLines && c is ('\n' or '\r' or '\t'));
    }
}
