namespace Millrace.Runtime.Exchange.Remote;

/// <summary>A frame in a pooled array. Its taker releases it once.</summary>
/// <param name="Bytes">The array, of the frame's length or longer.</param>
/// <param name="Length">The frame's length, including its header.</param>
internal readonly record struct Frame(byte[] Bytes, int Length)
{
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public FrameHeader Header => FrameHeader.Read(Bytes.AsSpan(0, Length));

    public ReadOnlyMemory<byte> Payload => Bytes.AsMemory(FrameHeader.Size, Length - FrameHeader.Size);

    public ReadOnlySpan<byte> Span => Bytes.AsSpan(0, Length);

    /// <summary>Creates a frame for a payload that is already in the array, after the space for the header.</summary>
    public static Frame Of(FrameKind kind, ChannelAddress channel, byte[] bytes, int payloadBytes)
    {
        new FrameHeader(kind, payloadBytes, channel).Write(bytes);
        return new Frame(bytes, FrameHeader.Size + payloadBytes);
    }

    public static byte[] Rent(int payloadBytes) => FramePool.Rent(FrameHeader.Size + payloadBytes);

    public void Release() => FramePool.Return(Bytes);
}
