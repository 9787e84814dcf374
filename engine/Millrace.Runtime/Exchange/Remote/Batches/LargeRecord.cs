namespace Millrace.Runtime.Exchange.Remote;

/// <summary>Reassembles a record that is larger than a frame from its parts.</summary>
internal sealed class LargeRecord(bool keyed, FrameLimits limits)
{
    private byte[] _bytes = [];
    private int _length;
    private int _expected;

    public bool IsBegun => _expected > 0;

    /// <summary>The whole payload, once the last part has arrived.</summary>
    public ReadOnlyMemory<byte> Payload => _length == _expected
        ? _bytes.AsMemory(0, _length)
        : throw new InvalidDataException($"The parts of a record have {_length} bytes instead of the {_expected} in its header.");

    /// <exception cref="InvalidDataException">The part does not fit the previous ones, or the record exceeds the maximum size.</exception>
    public void Add(ReadOnlySpan<byte> part)
    {
        if (!IsBegun) Begin(part);
        if (part.Length > _expected - _length) throw new InvalidDataException($"The parts of a record have more than the {_expected} bytes in its header.");
        part.CopyTo(_bytes.AsSpan(_length));
        _length += part.Length;
    }

    public void Clear()
    {
        if (IsBegun) FramePool.Return(_bytes);
        (_bytes, _length, _expected) = ([], 0, 0);
    }

    private void Begin(ReadOnlySpan<byte> part)
    {
        var header = BatchHeader.Read(part);
        if (header.Count != 1) throw new InvalidDataException($"Parts belong to one record, not to {header.Count}.");
        if ((long)header.ValueBytes + header.KeyBytes > limits.MaxRecordBytes)
        {
            throw new InvalidDataException(
                $"A record of {(long)header.ValueBytes + header.KeyBytes:N0} bytes is larger than --max-record-size allows here ({limits.MaxRecordBytes:N0}); set it to the same value on all task managers.");
        }

        _expected = (int)header.Bytes(keyed);
        _bytes = FramePool.Rent(_expected);
    }
}
