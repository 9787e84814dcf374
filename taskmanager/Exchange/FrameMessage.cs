using System.Buffers;
using System.Threading.Channels;
using Grpc.Core;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>
/// A message of a data call: frames, one after another. When written, they are copied into the transport's buffers and released; when
/// read, each is copied out of them, so that there is one copy on each side.
/// </summary>
internal sealed class FrameMessage
{
    /// <summary>The maximum size of a received message: more than a task manager ever sends, whatever its settings.</summary>
    public const int MaxBytes = 64 << 20;

    private readonly List<Frame> _frames = [];

    public static readonly Marshaller<FrameMessage> Marshaller = Marshallers.Create(
        static (message, context) =>
        {
            context.SetPayloadLength(message.Length);
            message.Write(context.GetBufferWriter());
            context.Complete();
        },
        static context => Read(context.PayloadAsReadOnlySequence()));

    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>Why the message could not be read to its end; null where it could.</summary>
    public InvalidDataException? Damage { get; private set; }

    private int Length
    {
        get
        {
            var bytes = 0;
            foreach (var frame in _frames) bytes += frame.Length;
            return bytes;
        }
    }

    /// <summary>Takes waiting frames, up to a number of bytes; returns false where there are none.</summary>
    public bool TryFill(ChannelReader<Frame> waiting, int bytes)
    {
        _frames.Clear();
        while (bytes > 0 && waiting.TryRead(out var frame))
        {
            _frames.Add(frame);
            bytes -= frame.Length;
        }

        return _frames.Count > 0;
    }

    /// <summary>Writes the frames, and releases them.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        foreach (var frame in _frames)
        {
            output.Write(frame.Span);
            frame.Release();
        }
    }

    /// <summary>Reads a message; the reason why it could not be read to its end is its damage.</summary>
    public static FrameMessage Read(ReadOnlySequence<byte> rest)
    {
        var message = new FrameMessage();
        try
        {
            while (!rest.IsEmpty) message._frames.Add(ReadFrame(ref rest));
        }
        catch (InvalidDataException e)
        {
            message.Damage = e;
        }

        return message;
    }

    private static Frame ReadFrame(ref ReadOnlySequence<byte> rest)
    {
        Span<byte> start = stackalloc byte[FrameHeader.Size];
        rest.Slice(0, Math.Min(rest.Length, FrameHeader.Size)).CopyTo(start);
        var header = FrameHeader.Read(start[..(int)Math.Min(rest.Length, FrameHeader.Size)]);
        var length = (long)FrameHeader.Size + header.PayloadBytes;
        if (length > rest.Length) throw new InvalidDataException($"A frame of {length} bytes does not fit in the {rest.Length} left of its message.");
        var bytes = Frame.Rent(header.PayloadBytes);
        rest.Slice(0, length).CopyTo(bytes);
        rest = rest.Slice(length);
        return new Frame(bytes, (int)length);
    }
}
