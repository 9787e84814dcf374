using System.Runtime.InteropServices;
using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A list.</summary>
internal sealed class ListSerializer<T>(TypeSerializer<T> element) : TypeSerializer<List<T>?>(Schema.List(element.Schema))
{
    public override void Write(ref MessagePackWriter writer, List<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        ObjectFormat.RequireExactly<List<T>>(value);
        writer.WriteArrayHeader(value.Count);
        foreach (var item in CollectionsMarshal.AsSpan(value))
            element.Write(ref writer, item);
    }

    public override List<T>? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        var count = reader.ReadArrayHeader();
        var items = new List<T>(count);
        for (var i = 0; i < count; i++)
            items.Add(element.Read(ref reader));
        return items;
    }
}
