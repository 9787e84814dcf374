using System.Buffers;
using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Backends.Tests;

/// <summary>The tables of one state, whose values are stored in them as bytes.</summary>
internal abstract class SortedState<T>(string name, KeyContext key, SerializerCache serializers, Func<StateDescriptor, FormerValues<T>> former, Func<T, bool>? isDead) : SortedState(name, key.MaxParallelism)
{
    private readonly TypeSerializer<T> _serializer = serializers.For<T>();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private IEnumerator<(SortedTable Table, EntryKey Key, byte[] Value)>? _sweep;

    protected SortedTable Table => Tables[key.KeyGroup];

    protected byte[] Key => key.KeyBytes.ToArray();

    protected T Read(byte[] value) => _serializer.Read(value);

    protected byte[] Write(T value)
    {
        _buffer.ResetWrittenCount();
        _serializer.Write(value, _buffer);
        return _buffer.WrittenSpan.ToArray();
    }

    public override void Restore(RestoredBlock block, StateDescriptor? written)
    {
        var values = written is null ? null : former(written);
        Tables[block.KeyGroup].Restore(block, values is null ? null : value => Write(values.Read(value.Span)));
    }

    public override void Sweep(int entries)
    {
        if (isDead is null) return;
        for (; entries > 0; entries--)
        {
            _sweep ??= Tables.SelectMany(static t => t.All.Select(e => (t, e.Key, e.Value))).GetEnumerator();
            if (!_sweep.MoveNext())
            {
                _sweep = null;
                return;
            }

            // The tree is the one from the start of the sweep.
            var (table, entry, value) = _sweep.Current;
            if (isDead(Read(value)) && table.Map(entry.Key).GetValueOrDefault(entry.MapKey) == value) table.Remove(entry);
        }
    }
}
