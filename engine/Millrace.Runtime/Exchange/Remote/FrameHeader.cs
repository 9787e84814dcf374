using System.Runtime.InteropServices;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// The header of a frame: 28 bytes, seven 32-bit integers, little-endian. The first one is the kind, combined with the three bytes of
/// <see cref="Mark"/>, the second the length of the payload, and the rest the channel's address.
/// </summary>
/// <param name="Kind">The kind of the frame's contents.</param>
/// <param name="PayloadBytes">The number of bytes after the header.</param>
/// <param name="Channel">The channel.</param>
internal readonly record struct FrameHeader(FrameKind Kind, int PayloadBytes, ChannelAddress Channel)
{
    public const int Size = 28;

    /// <summary>"MF" and the format version.</summary>
    private const int Mark = ('M' << 8) | ('F' << 16) | (1 << 24);

    /// <summary>Whether the frame takes a credit.</summary>
    public bool TakesCredit => Kind <= FrameKind.LastPart;

    public void Write(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, int>(bytes[..Size]);
        (words[0], words[1]) = (Mark | (int)Kind, PayloadBytes);
        (words[2], words[3], words[4]) = (Channel.Edge, Channel.From, Channel.To);
        (words[5], words[6]) = (Channel.ProducerAttempt, Channel.ConsumerAttempt);
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">The bytes do not start with a valid header.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size) throw new InvalidDataException($"A frame's header takes {Size} bytes; there are {bytes.Length}.");
        var words = MemoryMarshal.Cast<byte, int>(bytes[..Size]);
        var kind = (FrameKind)(byte)words[0];
        if ((words[0] & ~0xFF) != Mark || kind is < FrameKind.Batch or > FrameKind.Credit || words[1] < 0)
            throw new InvalidDataException($"A frame cannot start with {Convert.ToHexString(bytes[..8])}; it is damaged, or from another version of the engine.");
        return new FrameHeader(kind, words[1], new ChannelAddress(words[2], words[3], words[4], words[5], words[6]));
    }
}
