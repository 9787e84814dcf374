using System.Globalization;

namespace Millrace.Core.Control;

/// <summary>Makes untrusted text safe to display: cuts it if it is too long, and escapes control characters in names.</summary>
public static class BoundedText
{
    /// <summary>Returns the text, or its first characters and its original length.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">The maximum number of characters to keep, at least 1.</param>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var kept = char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, kept)}... (cut: {text.Length:N0} characters)");
    }

    /// <summary>Returns the text with each control character escaped, such as <c>\u001b</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepsLines">Whether line breaks and tabs are kept.</param>
    public static string Escape(string text, bool keepsLines = false)
    {
        return text.Any(IsEscaped)
            ? string.Concat(text.Select(c => IsEscaped(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()))
            : text;

        bool IsEscaped(char c) => char.IsControl(c) && !(keepsLines && c is ('\n' or '\r' or '\t'));
    }
}
