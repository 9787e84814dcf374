using System.Diagnostics.CodeAnalysis;
using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>A value per key in slab tables. The entry found for the current key is remembered, so that a read and a write probe once.</summary>
internal sealed class HeapValueState<T>(
    KeyedTables tables, KeyContext key, SerializerCache serializers, Func<StateDescriptor, FormerValues<T>> former, Func<T, bool>? isDead = null)
    : IValueState<T>, IHeapState
{
    private readonly ValueFormat<T> _format = new(serializers.For<T>());
    private SlabTable? _table;
    private long _version = -1;
    private int _entry;

    public KeyedTables Tables => tables;

    public bool CanDie => isDead is not null;

    public IReadOnlyList<byte[]> KeysOf(int keyGroup) => tables.KeysOf(keyGroup);

    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        if (Find() < 0)
        {
            value = default;
            return false;
        }

        value = _format.Read(_table!, _entry);
        return true;
    }

    public void Update(T value)
    {
        if (Find() >= 0)
        {
            _format.Put(_table!, _entry, value);
            return;
        }

        _table = tables.For(key.KeyGroup);
        _entry = _format.Add(_table, key.Hash, key.KeyBytes, value);
    }

    public void Clear()
    {
        if (Find() < 0) return;
        _table!.Remove(_entry);
        _entry = -1;
    }

    public void Restore(RestoredBlock block, StateDescriptor? written)
    {
        _version = -1;
        if (written is null)
        {
            tables.RestoreStored(block);
            return;
        }

        var (table, values) = (tables.For(block.KeyGroup), former(written));
        tables.Restore(block, isStale: true, (in WrittenEntry entry) =>
        {
            if (entry.IsTombstone) table.Remove(KeyedTables.Hash(entry.Key), entry.Key);
            else _format.Restore(table, entry, values, isNew: false);
        });
    }

    public void RemoveIfDead(SlabTable table, int entry)
    {
        if (!isDead!(_format.Read(table, entry))) return;
        table.Remove(entry);
        _version = -1;
    }

    private int Find()
    {
        if (_version == key.Version) return _entry;
        _version = key.Version;
        _table = tables.At(key.KeyGroup);
        return _entry = _table?.Find(key.Hash, key.KeyBytes) ?? -1;
    }
}
