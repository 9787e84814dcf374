using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>A value per key in slab tables. What was found for the current key is kept, so that a read and a write probe once.</summary>
internal sealed class HeapValueState<T>(string name, KeyContext key, SerializerCache serializers) : IValueState<T>, IHeapState
{
    private readonly KeyedTables _tables = new(key.MaxParallelism);
    private readonly ValueFormat<T> _format = new(serializers.For<T>());
    private SlabTable? _table;
    private long _version = -1;
    private int _entry;

    public long EntryCount => _tables.Count;

    public long Bytes => _tables.Bytes;

    public bool TryGet(out T value)
    {
        if (Find() < 0)
        {
            value = default!;
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

        _table = _tables.For(key.KeyGroup);
        _entry = _format.Add(_table, key.Hash, key.KeyBytes, value);
    }

    public void Clear()
    {
        if (Find() < 0) return;
        _table!.Remove(_entry);
        _entry = -1;
    }

    public void Snapshot(IStateSnapshotWriter writer) => _tables.Snapshot(name, writer);

    public void Restore(int keyGroup, ReadOnlySpan<byte> block, StateDescriptor? written)
    {
        var table = _tables.For(keyGroup);
        var former = written is null ? null : new FormerValues<T>(written, serializers);
        KeyedTables.Read(block, (keyBytes, _, value) =>
        {
            var hash = KeyedTables.Hash(keyBytes);
            if (former is not null)
            {
                _format.Add(table, hash, keyBytes, former.Read(value));
                return;
            }

            var entry = table.Add(hash, keyBytes, value.Length);
            value.CopyTo(table.Value(entry));
        });
        _version = -1;
    }

    private int Find()
    {
        if (_version == key.Version) return _entry;
        _version = key.Version;
        _table = _tables.At(key.KeyGroup);
        return _entry = _table?.Find(key.Hash, key.KeyBytes) ?? -1;
    }
}
