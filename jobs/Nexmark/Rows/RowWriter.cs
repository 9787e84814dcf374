using System.Buffers;
using System.Globalization;
using System.Text;

namespace Nexmark.Rows;

/// <summary>
/// Where a query writes the columns of a row: tab-separated UTF-8, as the expected rows are printed. A backslash in text is doubled, tabs
/// and line ends are written as <c>\t</c> and <c>\n</c>, and no value as <c>\N</c>.
/// </summary>
public sealed class RowWriter(IBufferWriter<byte> output)
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create("\\\t\n");

    private bool _isFirst = true;

    /// <summary>Begins the next row.</summary>
    public void Begin() => _isFirst = true;

    /// <summary>A number.</summary>
    public RowWriter Add(long value)
    {
        Separate();
        Format(value, default);
        return this;
    }

    /// <summary>A number in full, without zeros at its end.</summary>
    public RowWriter Add(decimal value)
    {
        Separate();
        Format(value, "0.############################");
        return this;
    }

    /// <summary>A number, or none.</summary>
    public RowWriter Add(long? value) => value is { } number ? Add(number) : AddRaw("\\N");

    /// <summary>Text, or none.</summary>
    public RowWriter Add(string? value)
    {
        if (value is null) return AddRaw("\\N");
        return AddRaw(value.AsSpan().ContainsAny(s_escaped)
            ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            : value);
    }

    /// <summary>A time in milliseconds since the epoch, as <c>2015-07-15 00:00:00.005</c>.</summary>
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
