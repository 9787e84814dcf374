using System.Buffers;
using System.Globalization;
using System.Text;

namespace Nexmark.Rows;

/// <summary>
/// Writes the columns of a row: tab-separated UTF-8, in the format of the expected rows. A backslash in text is doubled, tabs
/// and line breaks are written as <c>\t</c> and <c>\n</c>, and null as <c>\N</c>.
/// </summary>
public sealed class RowWriter(IBufferWriter<byte> output)
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create("\\\t\n");

    private bool _isFirst = true;

    /// <summary>Starts the next row.</summary>
    public void Begin() => _isFirst = true;

    /// <summary>Adds a number.</summary>
    public RowWriter Add(long value)
    {
        Separate();
        Format(value, default);
        return this;
    }

    /// <summary>Adds a number in full, without trailing zeros.</summary>
    public RowWriter Add(decimal value)
    {
        Separate();
        Format(value, "0.############################");
        return this;
    }

    /// <summary>Adds a number, or null.</summary>
    public RowWriter Add(long? value) => value is { } number ? Add(number) : AddRaw("\\N");

    /// <summary>Adds text, or null.</summary>
    public RowWriter Add(string? value)
    {
        if (value is null) return AddRaw("\\N");
        return AddRaw(value.AsSpan().ContainsAny(s_escaped)
            ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            : value);
    }

    /// <summary>Adds a time in milliseconds since the epoch, as <c>2015-07-15 00:00:00.005</c>.</summary>
    public RowWriter AddTime(long milliseconds)
    {
        Separate();
        Format(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime, "yyyy-MM-dd HH:mm:ss.fff");
        return this;
    }

    private RowWriter AddRaw(ReadOnlySpan<char> text)
    {
        Separate();
        var room = output.GetSpan(text.Length * 3);
        output.Advance(Encoding.UTF8.GetBytes(text, room));
        return this;
    }

    private void Separate()
    {
        if (!_isFirst) output.Write("\t"u8);
        _isFirst = false;
    }

    private void Format<T>(T value, ReadOnlySpan<char> format) where T : IUtf8SpanFormattable
    {
        value.TryFormat(output.GetSpan(64), out var written, format, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
