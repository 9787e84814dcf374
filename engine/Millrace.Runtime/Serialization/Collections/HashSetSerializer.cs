using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A set with the usual equality of its elements.</summary>
internal sealed class HashSetSerializer<T>(TypeSerializer<T> element) : TypeSerializer<HashSet<T>?>(Schema.Set(element.Schema))
{
    public override void Write(ref MessagePackWriter writer, HashSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        ObjectFormat.RequireExactly<HashSet<T>>(value);
        ObjectFormat.RequireUsual(value.Comparer);
        writer.WriteArrayHeader(value.Count);
        foreach (var item in value)
            element.Write(ref writer, item);
    }

    public override HashSet<T>? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        var count = reader.ReadArrayHeader();
        var items = new HashSet<T>(count);
        for (var i = 0; i < count; i++)
            items.Add(element.Read(ref reader));
        return items;
    }
}
