using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MessagePack;
using Millrace.Core.Jobs;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// Splits batches of <typeparamref name="T"/> into frames between records, so that each can be read on its own; a record that does not
/// fit into a frame is split into parts. Values that have a layout are copied as they are in memory, all others are serialized.
/// </summary>
/// <param name="serializer">The values' serializer.</param>
/// <param name="keyed">Whether keys are included.</param>
/// <param name="limits">The maximum sizes of frames and records.</param>
/// <param name="route">The producing and the consuming operator, for failure messages.</param>
internal sealed class BatchWriter<T>(TypeSerializer<T> serializer, bool keyed, FrameLimits limits, string route) : BatchWriter
{
    private readonly FrameBuffer _buffer = new(limits);
    private readonly bool _isRaw = serializer.Layout is not null;

    // The first half is a JIT-time constant, as in state.
    private bool IsRaw => !RuntimeHelpers.IsReferenceOrContainsReferences<T>() && _isRaw;

    public override void Write(StreamElement batch, int from, IFrameTaker frames)
    {
        if (IsRaw) WriteRaw((RecordBatch<T>)batch, from, frames);
        else WriteSerialized((RecordBatch<T>)batch, from, frames);
    }

    public override long Estimate(StreamElement batch, int from)
    {
        var records = (RecordBatch<T>)batch;
        if (from >= records.Count) return 0;
        if (IsRaw) return Payload(records, from, records.Count, (records.Count - from) * Unsafe.SizeOf<T>());
        _buffer.Begin(limits.FrameBytes);
        Serialize(records, from);
        var bytes = Payload(records, from, records.Count, 0) + (_buffer.RecordBytes * (records.Count - from));
        _buffer.Discard();
        return bytes;
    }

    private void WriteRaw(RecordBatch<T> batch, int from, IFrameTaker frames)
    {
        var values = MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(batch.Values)), batch.Count * Unsafe.SizeOf<T>());
        for (var first = from; first < batch.Count;)
        {
            var end = RawEnd(batch, first);
            Check(Unsafe.SizeOf<T>() + KeyBytes(batch, first, first + 1), batch.Timestamps[first]);
            _buffer.Begin(FrameHeader.Size + (int)Payload(batch, first, end, (end - first) * Unsafe.SizeOf<T>()));
            _buffer.Append(values[(first * Unsafe.SizeOf<T>())..(end * Unsafe.SizeOf<T>())]);
            Finish(batch, first, end, frames);
            first = end;
        }
    }

    // The end of a frame that starts with the given record: always after that record.
    private int RawEnd(RecordBatch<T> batch, int first)
    {
        if (!keyed)
        {
            var fit = (limits.PayloadBytes - BatchHeader.Size) / (Unsafe.SizeOf<T>() + BatchHeader.Fixed(keyed));
            return Math.Min(batch.Count, first + Math.Max(fit, 1));
        }

        if (Payload(batch, first, batch.Count, (batch.Count - first) * Unsafe.SizeOf<T>()) <= limits.PayloadBytes) return batch.Count;
        var end = first + 1;
        while (end < batch.Count && Payload(batch, first, end + 1, (end + 1 - first) * Unsafe.SizeOf<T>()) <= limits.PayloadBytes) end++;
        return end;
    }

    private void WriteSerialized(RecordBatch<T> batch, int from, IFrameTaker frames)
    {
        var first = from;
        _buffer.Begin(limits.FrameBytes);
        for (var i = from; i < batch.Count; i++)
        {
            Serialize(batch, i);
            if (Payload(batch, first, i + 1, _buffer.ValueBytes) <= limits.PayloadBytes) continue;
            if (first < i)
            {
                var next = _buffer.TakeRecord(out var length);
                Finish(batch, first, i, frames);
                _buffer.ContinueIn(next, length);
                first = i;
                if (Payload(batch, first, i + 1, _buffer.ValueBytes) <= limits.PayloadBytes) continue;
            }

            Finish(batch, first, i + 1, frames);
            first = i + 1;
            _buffer.Begin(limits.FrameBytes);
        }

        if (first < batch.Count) Finish(batch, first, batch.Count, frames);
        else _buffer.Discard();
    }

    private void Serialize(RecordBatch<T> batch, int record)
    {
        _buffer.BeginRecord();
        try
        {
            var writer = new MessagePackWriter(_buffer);
            serializer.Write(ref writer, batch.Values[record]);
            writer.Flush();
        }
        catch (Exception e)
        {
            throw new UnsentRecordException($"A record from {route} cannot be serialized{RecordText.Of(batch.Timestamps[record])}: {e.Message}", e);
        }

        Check(_buffer.RecordBytes + KeyBytes(batch, record, record + 1), batch.Timestamps[record]);
    }

    private void Check(long bytes, long timestamp)
    {
        if (bytes > limits.MaxRecordBytes)
        {
            throw new UnsentRecordException(
                $"A record from {route} takes {bytes:N0} bytes{RecordText.Of(timestamp)}, more than --max-record-size allows ({limits.MaxRecordBytes:N0}). Raise it on all task managers, or make the record smaller.");
        }
    }

    private long Payload(RecordBatch<T> batch, int first, int end, int valueBytes) =>
        new BatchHeader(end - first, valueBytes, KeyBytes(batch, first, end)).Bytes(keyed);

    private int KeyBytes(RecordBatch<T> batch, int first, int end) => keyed ? batch.KeyEnds[end - 1] - KeyStart(batch, first) : 0;

    private static int KeyStart(RecordBatch<T> batch, int first) => first == 0 ? 0 : batch.KeyEnds[first - 1];

    // The values have already been written.
    private void Finish(RecordBatch<T> batch, int first, int end, IFrameTaker frames)
    {
        var header = new BatchHeader(end - first, _buffer.ValueBytes, KeyBytes(batch, first, end));
        _buffer.Append(MemoryMarshal.AsBytes(batch.Timestamps.AsSpan(first..end)));
        if (keyed)
        {
            var keyStart = KeyStart(batch, first);
            _buffer.Append(MemoryMarshal.AsBytes(batch.Hashes.AsSpan(first..end)));
            var keyEnds = MemoryMarshal.Cast<byte, int>(_buffer.Append(MemoryMarshal.AsBytes(batch.KeyEnds.AsSpan(first..end))));
            for (var i = 0; keyStart > 0 && i < keyEnds.Length; i++) keyEnds[i] -= keyStart;
            _buffer.Append(batch.Keys.Slice(keyStart, header.KeyBytes));
        }

        var bytes = _buffer.Finish(header, out var payloadBytes);
        if (payloadBytes <= limits.PayloadBytes) frames.Take(FrameKind.Batch, bytes, payloadBytes);
        else Cut(bytes, payloadBytes, frames);
    }

    private void Cut(byte[] bytes, int payloadBytes, IFrameTaker frames)
    {
        var whole = new Frame(bytes, FrameHeader.Size + payloadBytes);
        for (var at = 0; at < payloadBytes; at += limits.PayloadBytes)
        {
            var length = Math.Min(limits.PayloadBytes, payloadBytes - at);
            var part = Frame.Rent(length);
            whole.Payload.Span.Slice(at, length).CopyTo(part.AsSpan(FrameHeader.Size));
            frames.Take(at + length < payloadBytes ? FrameKind.Part : FrameKind.LastPart, part, length);
        }

        whole.Release();
    }
}
