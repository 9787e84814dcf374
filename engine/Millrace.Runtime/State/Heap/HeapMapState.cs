using System.Diagnostics.CodeAnalysis;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// A map per key: each map entry is a separate table entry under the key's bytes followed by the map key's, linked from a head entry of
/// the key. Keys are prefix-free, so the concatenated bytes are unambiguous.
/// </summary>
internal sealed class HeapMapState<TMapKey, TValue>(
    KeyedTables tables, KeyContext key, KeyCodec<TMapKey> codec, SerializerCache serializers, Func<StateDescriptor, FormerValues<TValue>> former, Func<TValue, bool>? isDead = null)
    : IMapState<TMapKey, TValue>, IHeapState
    where TMapKey : notnull
{
    private readonly ValueFormat<TValue> _format = new(serializers.For<TValue>());
    private readonly KeyBuffer _buffer = new();

    public KeyedTables Tables => tables;

    public bool CanDie => isDead is not null;

    public IReadOnlyList<byte[]> KeysOf(int keyGroup) => tables.KeysOf(keyGroup);

    public bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TValue value)
    {
        var table = tables.At(key.KeyGroup);
        var entry = table?.Find(Encode(mapKey), _buffer.Written) ?? -1;
        value = entry < 0 ? default! : _format.Read(table!, entry);
        return entry >= 0;
    }

    public void Put(TMapKey mapKey, TValue value)
    {
        var table = tables.For(key.KeyGroup);
        var hash = Encode(mapKey);
        var entry = table.Find(hash, _buffer.Written);
        if (entry >= 0)
        {
            _format.Put(table, entry, value);
            return;
        }

        entry = _format.Add(table, hash, _buffer.Written, value);
        Link(table, entry, key.Hash, key.KeyBytes);
    }

    public bool Remove(TMapKey mapKey)
    {
        if (tables.At(key.KeyGroup) is not { } table) return false;
        var entry = table.Find(Encode(mapKey), _buffer.Written);
        if (entry < 0) return false;
        Remove(table, entry);
        return true;
    }

    public void Clear()
    {
        if (tables.At(key.KeyGroup) is not { } table) return;
        var head = table.Find(key.Hash, key.KeyBytes);
        if (head < 0) return;
        for (var entry = table.LinksOf(head).Next; entry >= 0;)
        {
            var next = table.LinksOf(entry).Next;
            table.Remove(entry);
            entry = next;
        }

        table.Remove(head);
    }

    public bool TryGetAny([MaybeNullWhen(false)] out TMapKey mapKey, [MaybeNullWhen(false)] out TValue value)
    {
        var (table, head) = (tables.At(key.KeyGroup), -1);
        if (table is null || (head = table.Find(key.Hash, key.KeyBytes)) < 0)
        {
            (mapKey, value) = (default!, default!);
            return false;
        }

        // A head has at least one entry, because it is removed with its last one.
        var entry = table.LinksOf(head).Next;
        mapKey = codec.Decode(new KeyReader(table.Key(entry)[key.KeyBytes.Length..].ToArray()));
        value = _format.Read(table, entry);
        return true;
    }

    public IEnumerable<KeyValuePair<TMapKey, TValue>> Entries()
    {
        if (tables.At(key.KeyGroup) is not { } table) return [];
        var head = table.Find(key.Hash, key.KeyBytes);
        if (head < 0) return [];
        var entries = new List<(byte[] Key, TValue Value)>();
        for (var entry = table.LinksOf(head).Next; entry >= 0; entry = table.LinksOf(entry).Next)
            entries.Add((table.Key(entry)[key.KeyBytes.Length..].ToArray(), _format.Read(table, entry)));
        entries.Sort(static (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        return entries.ConvertAll(e => KeyValuePair.Create(codec.Decode(new KeyReader(e.Key)), e.Value));
    }

    public void RemoveIfDead(SlabTable table, int entry)
    {
        var isHead = table[entry].Head < 0;
        if (!isHead && isDead!(_format.Read(table, entry))) Remove(table, entry);
    }

    public void Restore(RestoredBlock block, StateDescriptor? written)
    {
        var table = tables.For(block.KeyGroup);
        var values = written is null ? null : former(written);
        tables.Restore(block, isStale: written is not null, (in WrittenEntry entry) => Restore(table, entry, values, isNew: block.IsFull));
    }

    private void Restore(SlabTable table, in WrittenEntry written, FormerValues<TValue>? values, bool isNew)
    {
        if (written.IsTombstone)
        {
            if (table.Find(KeyedTables.Hash(written.Key), written.Key) is var removed and >= 0) Remove(table, removed);
            return;
        }

        var entry = _format.Restore(table, written, values, isNew);
        var owner = written.Key[..written.OwnerLength];
        if (table[entry].Head < 0) Link(table, entry, KeyedTables.Hash(owner), owner);
    }

    // The entry is removed before its head may be: a snapshot that still has to copy it reads its head.
    private static void Remove(SlabTable table, int entry)
    {
        var (previous, next, head) = (table.LinksOf(entry).Previous, table.LinksOf(entry).Next, table[entry].Head);
        table.Remove(entry);
        table.LinksOf(previous).Next = next;
        if (next >= 0) table.LinksOf(next).Previous = previous;
        if (table.LinksOf(head).Next < 0) table.Remove(head);
    }

    private static void Link(SlabTable table, int entry, ulong ownerHash, ReadOnlySpan<byte> owner)
    {
        var head = table.Find(ownerHash, owner);
        if (head < 0)
        {
            head = table.AddUntracked(ownerHash, owner);
            table.LinksOf(head).Next = -1;
        }

        var first = table.LinksOf(head).Next;
        table[entry].Head = head;
        table.LinksOf(entry).Previous = head;
        table.LinksOf(entry).Next = first;
        if (first >= 0) table.LinksOf(first).Previous = entry;
        table.LinksOf(head).Next = entry;
    }

    private ulong Encode(TMapKey mapKey)
    {
        _buffer.Clear();
        _buffer.Append(key.KeyBytes);
        codec.Encode(mapKey, _buffer);
        return KeyedTables.Hash(_buffer.Written);
    }
}
