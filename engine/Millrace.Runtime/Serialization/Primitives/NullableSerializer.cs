using MessagePack;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A nullable value type.</summary>
internal sealed class NullableSerializer<T>(TypeSerializer<T> inner) : TypeSerializer<T?>(Schema.Nullable(inner.Schema))
    where T : struct
{
    public override void Write(ref MessagePackWriter writer, T? value)
    {
        if (value is { } present)
            inner.Write(ref writer, present);
        else
            writer.WriteNil();
    }

    public override T? Read(ref MessagePackReader reader) => reader.TryReadNil() ? null : inner.Read(ref reader);

    internal override RawLayout? LayoutAt(int offset) => StructLayouts.OfNullable(inner, offset);
}
