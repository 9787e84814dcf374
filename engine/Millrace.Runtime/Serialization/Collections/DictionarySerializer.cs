using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A dictionary with the usual equality of its keys.</summary>
internal sealed class DictionarySerializer<TKey, TValue>(TypeSerializer<TKey> keys, TypeSerializer<TValue> values)
    : TypeSerializer<Dictionary<TKey, TValue>?>(Schema.Map(keys.Schema, values.Schema))
    where TKey : notnull
{
    public override void Write(ref MessagePackWriter writer, Dictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        ObjectFormat.RequireExactly<Dictionary<TKey, TValue>>(value);
        ObjectFormat.RequireUsual(value.Comparer);
        writer.WriteMapHeader(value.Count);
        foreach (var (key, item) in value)
        {
            keys.Write(ref writer, key);
            values.Write(ref writer, item);
        }
    }

    public override Dictionary<TKey, TValue>? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        var count = reader.ReadMapHeader();
        var items = new Dictionary<TKey, TValue>(count);
        for (var i = 0; i < count; i++)
        {
            var key = keys.Read(ref reader) ?? throw new MessagePackSerializationException("A key is null.");
            if (!items.TryAdd(key, values.Read(ref reader)))
                throw new MessagePackSerializationException($"The key {key} occurs twice.");
        }

        return items;
    }
}
