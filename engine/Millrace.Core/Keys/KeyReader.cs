namespace Millrace.Core.Keys;

/// <summary>Reads canonical bytes from start to end.</summary>
public sealed class KeyReader(ReadOnlyMemory<byte> bytes)
{
    private int _position;

    public bool AtEnd => _position == bytes.Length;

    /// <exception cref="InvalidDataException">Fewer bytes are left.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (bytes.Length - _position < count)
            throw new InvalidDataException($"A key ends after {bytes.Length} bytes, {count} more were expected at byte {_position}.");
        var span = bytes.Span.Slice(_position, count);
        _position += count;
        return span;
    }

    public byte TakeByte() => Take(1)[0];
}
