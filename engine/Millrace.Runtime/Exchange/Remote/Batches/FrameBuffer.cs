using System.Buffers;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// Assembles a frame's payload in a pooled array, after the space for the header. It grows for a record that is larger than a
/// frame; for one that exceeds the maximum record size it only counts the bytes.
/// </summary>
internal sealed class FrameBuffer(FrameLimits limits) : IBufferWriter<byte>
{
    private const int Start = FrameHeader.Size + BatchHeader.Size;

    private byte[] _bytes = [];
    private int _position;
    private int _record;
    private long _counted;

    /// <summary>The length of the values so far.</summary>
    public int ValueBytes => _position - Start;

    /// <summary>The length of the record started last.</summary>
    public long RecordBytes => _counted + _position - _record;

    public void Begin(int bytes)
    {
        _bytes = FramePool.Rent(Math.Max(bytes, Start));
        _position = Start;
        _record = Start;
    }

    public void BeginRecord()
    {
        _record = _position;
        _counted = 0;
    }

    public void Advance(int count) => _position += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_position);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_position);
    }

    /// <summary>Appends bytes, and returns the copy, which may be modified.</summary>
    public Span<byte> Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _position < bytes.Length) Grow(bytes.Length);
        var place = _bytes.AsSpan(_position, bytes.Length);
        bytes.CopyTo(place);
        _position += bytes.Length;
        return place;
    }

    /// <summary>Removes the record started last, into its own array for <see cref="ContinueIn"/>.</summary>
    public byte[] TakeRecord(out int length)
    {
        length = _position - _record;
        var bytes = FramePool.Rent(Math.Max(limits.FrameBytes, Start + length));
        _bytes.AsSpan(_record, length).CopyTo(bytes.AsSpan(Start));
        _position = _record;
        return bytes;
    }

    /// <summary>Starts another payload with a record that was removed.</summary>
    public void ContinueIn(byte[] bytes, int length) => (_bytes, _position, _record) = (bytes, Start + length, Start);

    /// <summary>Writes the header and hands over the array, with the payload's length.</summary>
    public byte[] Finish(BatchHeader header, out int payloadBytes)
    {
        header.Write(_bytes.AsSpan(FrameHeader.Size));
        payloadBytes = _position - FrameHeader.Size;
        return Take();
    }

    /// <summary>Discards the contents.</summary>
    public void Discard()
    {
        if (_bytes.Length > 0) FramePool.Return(Take());
    }

    private byte[] Take()
    {
        var bytes = _bytes;
        _bytes = [];
        return bytes;
    }

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_bytes.Length - _position >= needed) return;
        if (RecordBytes > limits.MaxRecordBytes)
        {
            _counted += _position - _record;
            _position = _record;
        }

        if (_bytes.Length - _position < needed) Grow(needed);
    }

    private void Grow(int count)
    {
        var larger = FramePool.Rent(Math.Max(_bytes.Length * 2, _position + count));
        _bytes.AsSpan(0, _position).CopyTo(larger);
        FramePool.Return(_bytes);
        _bytes = larger;
    }
}
