using System.Buffers;
using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A user's own format, prefixed with its length; null never reaches the user's code.</summary>
/// <param name="own">The user's serializer.</param>
/// <param name="written">The schema of the data, where it differs and the user's serializer still reads it.</param>
internal sealed class OwnSerializer<T>(ISerializer<T> own, Schema? written) : TypeSerializer<T>(SchemaOf(own))
{
    private readonly string? _former = written is null ? null
        : written.Kind != SchemaKind.Custom ? written.ToString()
        : written.Format == own.Schema ? null : written.Format;

    private readonly bool _framed = written is null || written.Kind == SchemaKind.Custom;

    public override void Write(ref MessagePackWriter writer, T value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var scratch = ScratchBuffer.Take();
        own.Write(scratch, value);
        writer.WriteBinHeader(scratch.WrittenCount);
        writer.WriteRaw(scratch.WrittenSpan);
        ScratchBuffer.Return(scratch);
    }

    public override T Read(ref MessagePackReader reader)
    {
        if (default(T) is null && reader.TryReadNil())
            return default!;
        var data = _framed
            ? PrimitiveReader.ReadSequence(ref reader) ?? throw new MessagePackSerializationException("A value is missing.")
            : Raw(ref reader);
        var bytes = data.IsSingleSegment ? data.FirstSpan : data.ToArray();
        return _former is null ? own.Read(bytes) : own.ReadFormer(_former, bytes);
    }

    private static ReadOnlySequence<byte> Raw(ref MessagePackReader reader)
    {
        var start = reader.Position;
        PrimitiveReader.Skip(ref reader);
        return reader.Sequence.Slice(start, reader.Position);
    }

    private static Schema SchemaOf(ISerializer<T> own)
    {
        var schema = Schema.Custom(TypeNames.Full(typeof(T)), own.Schema, own.FormerSchemas);
        return default(T) is null ? Schema.Nullable(schema) : schema;
    }
}
