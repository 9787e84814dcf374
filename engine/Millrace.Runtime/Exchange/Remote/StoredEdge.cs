using System.Buffers;
using System.Buffers.Binary;
using Millrace.Core.Graph;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>Stores records in flight as they are sent to other processes: the payload of each frame, after its length in four bytes.</summary>
/// <param name="op">The operator that the records are sent to.</param>
/// <param name="input">The index among its inputs.</param>
/// <param name="writer">Serializes batches.</param>
internal sealed class StoredEdge(OperatorId op, int input, BatchWriter writer) : InFlightEdge(op, input), IFrameTaker
{
    private readonly ArrayBufferWriter<byte> _large = new();
    private IStateSnapshotWriter? _snapshot;
    private long _written;

    public override long Estimate(StreamElement batch, int from) => writer.Estimate(batch, from);

    public override long Write(StreamElement batch, int from, IStateSnapshotWriter snapshot)
    {
        (_snapshot, _written) = (snapshot, 0);
        writer.Write(batch, from, this);
        _snapshot = null;
        return _written;
    }

    public override long Write(ReadOnlySpan<byte> payload, IStateSnapshotWriter snapshot)
    {
        var entry = snapshot.Append(sizeof(int) + payload.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry, payload.Length);
        payload.CopyTo(entry[sizeof(int)..]);
        return entry.Length;
    }

    public void Take(FrameKind kind, byte[] bytes, int payloadBytes)
    {
        var payload = bytes.AsSpan(FrameHeader.Size, payloadBytes);
        if (kind == FrameKind.Batch)
        {
            _written += Write(payload, _snapshot!);
        }
        else
        {
            _large.Write(payload);
            if (kind == FrameKind.LastPart)
            {
                _written += Write(_large.WrittenSpan, _snapshot!);
                _large.ResetWrittenCount();
            }
        }

        FramePool.Return(bytes);
    }

    /// <summary>Returns the payloads of a block.</summary>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Payloads(ReadOnlyMemory<byte> block)
    {
        while (!block.IsEmpty)
        {
            var length = block.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(block.Span);
            if (length < 0 || length > block.Length - sizeof(int)) throw new InvalidDataException($"A block of records in flight ends after {block.Length} more bytes; {length} were expected.");
            yield return block.Slice(sizeof(int), length);
            block = block[(sizeof(int) + length)..];
        }
    }
}
