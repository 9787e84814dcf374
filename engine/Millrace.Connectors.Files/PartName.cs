using System.Globalization;

namespace Millrace.Connectors.Files;

/// <summary>
/// The name of an epoch's file: visible <c>part-WRITER-EPOCH</c>, hidden <c>.part-WRITER-EPOCH-ATTEMPT</c>, where the hidden name has the epoch
/// after which the file was started, because the barrier that will end it is not known yet.
/// </summary>
internal readonly record struct PartName(int Writer, long Epoch, int? Attempt)
{
    private const string Start = "part-";

    public static string Hidden(int writer, long begunAfter, int attempt, string suffix) =>
        string.Create(CultureInfo.InvariantCulture, $".{Start}{writer:D5}-{begunAfter:D10}-{attempt:D10}{suffix}");

    public static string Visible(int writer, long epoch, string suffix) =>
        string.Create(CultureInfo.InvariantCulture, $"{Start}{writer:D5}-{epoch:D10}{suffix}");

    public static bool TryParse(ReadOnlySpan<char> name, out PartName part)
    {
        part = default;
        var hidden = name is ['.', ..];
        if (hidden) name = name[1..];
        if (!name.StartsWith(Start, StringComparison.Ordinal)) return false;
        name = name[Start.Length..];
        if (name.IndexOf('.') is >= 0 and var suffix) name = name[..suffix];
        Span<Range> ranges = stackalloc Range[4];
        if (name.Split(ranges, '-') != (hidden ? 3 : 2)) return false;
        if (!TryNumber(name[ranges[0]], out var writer) || !TryNumber(name[ranges[1]], out var epoch)) return false;
        long attempt = 0;
        if (hidden && !TryNumber(name[ranges[2]], out attempt)) return false;
        part = new PartName((int)writer, epoch, hidden ? (int)attempt : null);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
