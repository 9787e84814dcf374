using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A one-dimensional array.</summary>
internal sealed class ArraySerializer<T>(TypeSerializer<T> element) : TypeSerializer<T[]?>(Schema.List(element.Schema))
{
    public override void Write(ref MessagePackWriter writer, T[]? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(value.Length);
        foreach (var item in value)
            element.Write(ref writer, item);
    }

    public override T[]? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        // The header is checked against the bytes left, so a damaged count cannot request more elements than there are bytes.
        var count = reader.ReadArrayHeader();
        var items = count == 0 ? [] : new T[count];
        for (var i = 0; i < items.Length; i++)
            items[i] = element.Read(ref reader);
        return items;
    }
}
