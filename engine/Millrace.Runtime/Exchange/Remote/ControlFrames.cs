using System.Buffers.Binary;
using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>Encodes control elements and credit as frames.</summary>
internal static class ControlFrames
{
    private const int BarrierBytes = (4 * sizeof(long)) + 1;
    private const long NoTimeout = -1;
    private const byte StopFlag = 1;
    private const byte SavepointFlag = 2;
    private const byte DrainFlag = 4;
    private const byte TellsAllFlag = 8;
    private const byte AllFlags = StopFlag | SavepointFlag | DrainFlag | TellsAllFlag;

    public static Frame Write(StreamElement control, ChannelAddress channel)
    {
        var bytes = Frame.Rent(BarrierBytes);
        var payload = bytes.AsSpan(FrameHeader.Size, BarrierBytes);
        switch (control)
        {
            case WatermarkElement watermark:
                BinaryPrimitives.WriteInt64LittleEndian(payload, watermark.Timestamp);
                return Frame.Of(FrameKind.Watermark, channel, bytes, sizeof(long));
            case StreamStatusElement status:
                payload[0] = status.Idle ? (byte)1 : (byte)0;
                return Frame.Of(FrameKind.StreamStatus, channel, bytes, 1);
            case BarrierElement { Barrier: var barrier }:
                BinaryPrimitives.WriteInt64LittleEndian(payload, barrier.Checkpoint);
                BinaryPrimitives.WriteInt64LittleEndian(payload[sizeof(long)..], barrier.Base);
                BinaryPrimitives.WriteInt64LittleEndian(payload[(2 * sizeof(long))..], barrier.AlignmentTimeout?.Ticks ?? NoTimeout);
                BinaryPrimitives.WriteInt64LittleEndian(payload[(3 * sizeof(long))..], barrier.InFlightLimit);
                payload[^1] = FlagsOf(barrier);
                return Frame.Of(FrameKind.Barrier, channel, bytes, BarrierBytes);
            case EndOfInputElement:
                return Frame.Of(FrameKind.EndOfInput, channel, bytes, 0);
            default:
                throw new InvalidOperationException($"A {control.GetType().Name} cannot be sent to another process.");
        }
    }

    /// <exception cref="InvalidDataException">The frame is not a control element.</exception>
    public static StreamElement Read(FrameKind kind, ReadOnlySpan<byte> payload) => (kind, payload.Length) switch
    {
        (FrameKind.Watermark, sizeof(long)) => new WatermarkElement(BinaryPrimitives.ReadInt64LittleEndian(payload)),
        (FrameKind.StreamStatus, 1) => new StreamStatusElement(payload[0] != 0),
        (FrameKind.Barrier, BarrierBytes) => new BarrierElement(ReadBarrier(payload)),
        (FrameKind.EndOfInput, 0) => EndOfInputElement.Instance,
        _ => throw new InvalidDataException($"A {kind} cannot have {payload.Length} bytes."),
    };

    private static byte FlagsOf(CheckpointBarrier barrier) =>
        (byte)((barrier.Stop ? StopFlag : 0) | (barrier.IsSavepoint ? SavepointFlag : 0) | (barrier.Drain ? DrainFlag : 0) | (barrier.TellsAll ? TellsAllFlag : 0));

    /// <exception cref="InvalidDataException">The payload is not a barrier's.</exception>
    public static CheckpointBarrier ReadBarrier(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != BarrierBytes) throw new InvalidDataException($"A barrier cannot have {payload.Length} bytes.");
        var timeout = BinaryPrimitives.ReadInt64LittleEndian(payload[(2 * sizeof(long))..]);
        var flags = payload[^1];
        if ((flags & ~AllFlags) != 0) throw new InvalidDataException($"A barrier cannot have the flags {flags:x2}.");
        return new CheckpointBarrier(
            BinaryPrimitives.ReadInt64LittleEndian(payload),
            (flags & StopFlag) != 0,
            (flags & SavepointFlag) != 0,
            BinaryPrimitives.ReadInt64LittleEndian(payload[sizeof(long)..]),
            (flags & DrainFlag) != 0,
            (flags & TellsAllFlag) != 0,
            timeout == NoTimeout ? null : TimeSpan.FromTicks(timeout),
            BinaryPrimitives.ReadInt64LittleEndian(payload[(3 * sizeof(long))..]));
    }

    public static Frame WriteCredit(int credit, ChannelAddress channel)
    {
        var bytes = Frame.Rent(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(FrameHeader.Size), credit);
        return Frame.Of(FrameKind.Credit, channel, bytes, sizeof(int));
    }

    /// <exception cref="InvalidDataException">The frame does not grant credit.</exception>
    public static int ReadCredit(Frame frame)
    {
        if (frame.Header is not { Kind: FrameKind.Credit, PayloadBytes: sizeof(int) } header)
            throw new InvalidDataException($"A consumer sends only credit, not a {frame.Header.Kind} of {frame.Header.PayloadBytes} bytes.");
        var credit = BinaryPrimitives.ReadInt32LittleEndian(frame.Payload.Span);
        return credit > 0 ? credit : throw new InvalidDataException($"The {header.Channel} was granted {credit} frames; it must be 1 or more.");
    }
}
