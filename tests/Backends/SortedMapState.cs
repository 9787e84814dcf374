using System.Diagnostics.CodeAnalysis;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;

namespace Millrace.Backends.Tests;

/// <summary>A map per key, ordered by the map keys' bytes.</summary>
internal sealed class SortedMapState<TMapKey, TValue>(string name, KeyContext key, SerializerCache serializers, Func<StateDescriptor, FormerValues<TValue>> former, Func<TValue, bool>? isDead)
    : SortedState<TValue>(name, key, serializers, former, isDead), IMapState<TMapKey, TValue> where TMapKey : notnull
{
    private readonly KeyCodec<TMapKey> _codec = KeyCodecs.Create<TMapKey>();

    public bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TValue value)
    {
        var found = Table.Map(Key).TryGetValue(Encode(mapKey), out var bytes);
        value = found ? Read(bytes!) : default;
        return found;
    }

    public void Put(TMapKey mapKey, TValue value) => Table.Put(new EntryKey(Key, Encode(mapKey)), Write(value));

    public bool Remove(TMapKey mapKey) => Table.Remove(new EntryKey(Key, Encode(mapKey)));

    public void Clear()
    {
        foreach (var mapKey in Table.Map(Key).Keys) Table.Remove(new EntryKey(Key, mapKey));
    }

    public bool TryGetAny([MaybeNullWhen(false)] out TMapKey mapKey, [MaybeNullWhen(false)] out TValue value)
    {
        var map = Table.Map(Key);
        var found = !map.IsEmpty;
        mapKey = found ? _codec.Decode(new KeyReader(map.First().Key)) : default!;
        value = found ? Read(map.First().Value) : default!;
        return found;
    }

    public IEnumerable<KeyValuePair<TMapKey, TValue>> Entries() =>
        [.. Table.Map(Key).Select(e => KeyValuePair.Create(_codec.Decode(new KeyReader(e.Key)), Read(e.Value)))];

    private byte[] Encode(TMapKey mapKey)
    {
        var buffer = new KeyBuffer();
        _codec.Encode(mapKey, buffer);
        return buffer.Written.ToArray();
    }
}
