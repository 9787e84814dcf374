using System.Runtime.CompilerServices;

namespace Millrace.Core.Keys;

/// <summary>A buffer that grows to the longest key and is reused: no allocation per key once warm.</summary>
public sealed class KeyBuffer
{
    private byte[] _bytes = new byte[64];
    private int _length;

    public ReadOnlySpan<byte> Written
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bytes.AsSpan(0, _length);
    }

    /// <summary>Returns some of the bytes written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>Returns some of the bytes written, valid until the buffer is cleared.</summary>
    public ReadOnlyMemory<byte> Memory(int start, int length) => _bytes.AsMemory(start, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear() => _length = 0;

    /// <summary>Appends <paramref name="count"/> bytes for the caller to fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count) Grow(count);
        var span = _bytes.AsSpan(_length, count);
        _length += count;
        return span;
    }

    /// <summary>Releases the last bytes of a reservation.</summary>
    public void TrimTo(int length) => _length = length;

    public int Length => _length;

    public void Append(byte value) => Reserve(1)[0] = value;

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    private void Grow(int count) => Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
}
