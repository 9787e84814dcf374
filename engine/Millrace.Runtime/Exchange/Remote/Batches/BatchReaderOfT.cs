using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MessagePack;
using Millrace.Core.Graph;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>Reads batches of <typeparamref name="T"/> written by <see cref="BatchWriter{T}"/>.</summary>
/// <param name="serializer">The values' serializer.</param>
/// <param name="keyed">Whether keys are included.</param>
/// <param name="layout">The layout in which values were written that are not serialized.</param>
internal sealed class BatchReader<T>(TypeSerializer<T> serializer, bool keyed, RawLayout? layout) : BatchReader
{
    private readonly bool _isRaw = serializer.Layout is { } own && own.Equals(layout);
    private BatchPool<T> _pool = new(0, keyed);
    private int _capacity;

    public BatchReader(TypeSerializer<T> serializer, bool keyed) : this(serializer, keyed, serializer.Layout)
    {
    }

    public override bool Keyed => keyed;

    private bool IsRaw => !RuntimeHelpers.IsReferenceOrContainsReferences<T>() && _isRaw;

    public override StreamElement Read(ReadOnlyMemory<byte> payload)
    {
        var header = BatchHeader.Read(payload.Span);
        if (header.Bytes(keyed) != payload.Length)
            throw new InvalidDataException($"{header.Count} records with {header.ValueBytes} bytes of values and {header.KeyBytes} of keys cannot occupy {payload.Length} bytes.");
        var batch = Rent(header.Count);
        batch.Count = header.Count;
        var values = payload.Slice(BatchHeader.Size, header.ValueBytes);
        if (IsRaw) CopyValues(values.Span, batch);
        else if (layout is not null) TranscodeValues(values.Span, layout, batch);
        else ReadValues(values, batch);
        var columns = payload.Span[(BatchHeader.Size + header.ValueBytes)..];
        Take(ref columns, batch.Timestamps, header.Count);
        if (keyed) ReadKeys(columns, batch);
        batch.Own(1);
        return batch;
    }

    // The producer determines how large batches are: by its batch size, and by what fits into a frame.
    private RecordBatch<T> Rent(int count)
    {
        if (count > _capacity) _pool = new BatchPool<T>(_capacity = Math.Max(count, _capacity * 2), keyed);
        return _pool.Rent();
    }

    private static void CopyValues(ReadOnlySpan<byte> bytes, RecordBatch<T> batch)
    {
        if (bytes.Length != batch.Count * Unsafe.SizeOf<T>())
            throw new InvalidDataException($"{batch.Count} values of {Unsafe.SizeOf<T>()} bytes cannot occupy {bytes.Length} bytes.");
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(batch.Values)), bytes.Length));
    }

    private void TranscodeValues(ReadOnlySpan<byte> bytes, RawLayout written, RecordBatch<T> batch)
    {
        var size = bytes.Length / batch.Count;
        for (var i = 0; i < batch.Count; i++) batch.Values[i] = serializer.Read(RawTranscoder.Serialize(written, bytes.Slice(i * size, size)));
    }

    private void ReadValues(ReadOnlyMemory<byte> bytes, RecordBatch<T> batch)
    {
        var reader = new MessagePackReader(bytes);
        for (var i = 0; i < batch.Count; i++) batch.Values[i] = serializer.Read(ref reader);
        if (!reader.End) throw new InvalidDataException($"{bytes.Length - reader.Consumed} bytes are left after {batch.Count} values.");
    }

    private static void ReadKeys(ReadOnlySpan<byte> columns, RecordBatch<T> batch)
    {
        Take(ref columns, batch.Hashes, batch.Count);
        Take(ref columns, batch.KeyEnds, batch.Count);
        var start = 0;
        foreach (var end in batch.KeyEnds.AsSpan(0, batch.Count))
        {
            if (end < start || end > columns.Length) throw new InvalidDataException($"A key cannot go from byte {start} to {end} of {columns.Length}.");
            start = end;
        }

        batch.Keys.Append(columns);
    }

    private static void Take<TColumn>(ref ReadOnlySpan<byte> columns, TColumn[] column, int count) where TColumn : struct
    {
        var bytes = MemoryMarshal.AsBytes(column.AsSpan(0, count));
        columns[..bytes.Length].CopyTo(bytes);
        columns = columns[bytes.Length..];
    }
}
