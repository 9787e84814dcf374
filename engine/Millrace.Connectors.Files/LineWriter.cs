using System.Buffers;
using System.Globalization;
using System.Text;

namespace Millrace.Connectors.Files;

/// <summary>
/// Receives a record as a line of UTF-8; the sink adds the line terminator. Text and numbers go straight into the file's buffer, so
/// that writing allocates nothing.
/// </summary>
/// <example><code>new FileSink&lt;Price>("out", (price, line) => line.Append(price.Product).Append('\t').Append(price.Amount))</code></example>
public sealed class LineWriter : IBufferWriter<byte>
{
    private const int StartBytes = 4096;

    private byte[] _buffer = new byte[StartBytes];

    internal LineWriter() { }

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>Writes text; half a surrogate pair becomes U+FFFD.</summary>
    public LineWriter Append(ReadOnlySpan<char> text)
    {
        var room = GetSpan(checked(text.Length * 3));
        Length += Ascii.FromUtf16(text, room, out var written) == OperationStatus.Done ? written : Encoding.UTF8.GetBytes(text, room);
        return this;
    }

    /// <summary>Writes a character.</summary>
    public LineWriter Append(char character)
    {
        if (character >= 0x80) return Append([character]);
        GetSpan(1)[0] = (byte)character;
        Length++;
        return this;
    }

    /// <summary>Writes bytes unchanged.</summary>
    public LineWriter Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
        return this;
    }

    /// <summary>Writes a number, a time or another formattable value, in the invariant culture.</summary>
    public LineWriter Append<TValue>(TValue value) where TValue : IUtf8SpanFormattable
    {
        int written;
        for (var room = GetSpan(32); !value.TryFormat(room, out written, default, CultureInfo.InvariantCulture);) room = GetSpan(room.Length * 2);
        Length += written;
        return this;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - Length);
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(Length);
    }

    internal void Clear() => Length = 0;

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - Length >= size) return;
        Array.Resize(ref _buffer, Math.Max(checked(Length + size), (int)Math.Min(_buffer.Length * 2L, Array.MaxLength)));
    }
}
