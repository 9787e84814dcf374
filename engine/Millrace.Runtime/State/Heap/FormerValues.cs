using Millrace.Core.Graph;
using Millrace.Core.Schemas;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.State.Heap;

/// <summary>Reads the values of a checkpoint that was written under another schema or layout than today's.</summary>
internal sealed class FormerValues<T>(StateDescriptor written, SerializerCache serializers)
{
    private readonly TypeSerializer<T> _reader = serializers.ForWritten<T>(Schema.Parse(written.ValueSchema));

    /// <exception cref="InvalidDataException">The bytes are no such value.</exception>
    public T Read(ReadOnlySpan<byte> value) =>
        _reader.Read(written.Layout is { } layout ? RawTranscoder.Serialize(layout, value) : value.ToArray());
}
