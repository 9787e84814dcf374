using System.Diagnostics.CodeAnalysis;
using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;

namespace Millrace.Backends.Tests;

/// <summary>A value per key: a map with one entry.</summary>
internal sealed class SortedValueState<T>(string name, KeyContext key, SerializerCache serializers, Func<StateDescriptor, FormerValues<T>> former, Func<T, bool>? isDead)
    : SortedState<T>(name, key, serializers, former, isDead), IValueState<T>
{
    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        var found = Table.Map(Key).TryGetValue([], out var bytes);
        value = found ? Read(bytes!) : default;
        return found;
    }

    public void Update(T value) => Table.Put(new EntryKey(Key, []), Write(value));

    public void Clear() => Table.Remove(new EntryKey(Key, []));
}
