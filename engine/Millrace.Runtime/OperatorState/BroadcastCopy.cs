using System.Buffers;
using System.Runtime.CompilerServices;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Core.Restoring;
using Millrace.Core.Schemas;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.OperatorState;

/// <summary>
/// A subtask's copy of a broadcast state: entries in an array in the order of their keys' bytes, because it is read and enumerated for
/// every record and changed seldom. A value that could be changed in place is read anew each time, so that only Put changes it.
/// </summary>
internal sealed class BroadcastCopy<TKey, TValue>(string name, int subtask, BroadcastGate gate, KeyCodec<TKey> codec, SerializerCache serializers)
    : IBroadcastState<TKey, TValue>, IOperatorState
    where TKey : notnull
{
    private readonly TypeSerializer<TValue> _serializer = serializers.For<TValue>();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly KeyBuffer _key = new();
    private Entry[] _entries = [];
    private bool _isEnumerated;

    public int Count { get; private set; }

    private static bool IsImmutable => !RuntimeHelpers.IsReferenceOrContainsReferences<TValue>() || typeof(TValue) == typeof(string);

    public bool TryGet(TKey key, out TValue value)
    {
        var at = Find(key);
        value = at < 0 ? default! : Read(_entries[at]);
        return at >= 0;
    }

    public void Put(TKey key, TValue value)
    {
        gate.RequireOpen(name);
        var bytes = Serialize(value);
        var at = Find(key);
        if (at < 0) Insert(at = ~at);
        else KeepEnumerated();
        _entries[at] = EntryOf(_key.Written.ToArray(), bytes, value);
    }

    public bool Remove(TKey key)
    {
        gate.RequireOpen(name);
        var at = Find(key);
        if (at < 0) return false;
        KeepEnumerated();
        Array.Copy(_entries, at + 1, _entries, at, --Count - at);
        _entries[Count] = default;
        return true;
    }

    public void Clear()
    {
        gate.RequireOpen(name);
        (_entries, Count, _isEnumerated) = ([], 0, false);
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries()
    {
        _isEnumerated = true;
        return Enumerate(_entries, Count);
    }

    public void Restore(IReadOnlyList<ReadOnlyMemory<byte>> blocks, StateDescriptor? written)
    {
        var elements = ElementBlock.Read(blocks[Redistribution.CopyOf(subtask, blocks.Count)].Span);
        if (elements.Count % 2 != 0) throw new InvalidDataException($"A block of broadcast state has {elements.Count} elements, an even number was expected.");
        var former = written is null ? null : serializers.ForWritten<TValue>(Schema.Parse(written.ValueSchema));
        _entries = new Entry[elements.Count / 2];
        for (Count = 0; Count < _entries.Length; Count++)
        {
            var (key, bytes) = (elements[Count * 2], elements[(Count * 2) + 1]);
            var value = (former ?? _serializer).Read(bytes);
            _entries[Count] = EntryOf(key, former is null ? bytes : Serialize(value), value);
        }
    }

    public byte[] ToBlock() => ElementBlock.Write([.. _entries.Take(Count).SelectMany(static e => new[] { e.Key, e.Bytes })]);

    private IEnumerable<KeyValuePair<TKey, TValue>> Enumerate(Entry[] entries, int count)
    {
        for (var i = 0; i < count; i++) yield return KeyValuePair.Create(codec.Decode(new KeyReader(entries[i].Key)), Read(entries[i]));
    }

    private static Entry EntryOf(byte[] key, byte[] bytes, TValue value) => new(key, bytes, IsImmutable ? value : default!);

    private TValue Read(in Entry entry) => IsImmutable ? entry.Value : _serializer.Read(entry.Bytes);

    private byte[] Serialize(TValue value)
    {
        _scratch.ResetWrittenCount();
        _serializer.Write(value, _scratch);
        return _scratch.WrittenSpan.ToArray();
    }

    /// <summary>Where the key is; where it is not, the complement of where it would be.</summary>
    private int Find(TKey key)
    {
        _key.Clear();
        codec.Encode(key, _key);
        var bytes = _key.Written;
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _entries[middle].Key.AsSpan().SequenceCompareTo(bytes);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private void Insert(int at)
    {
        var entries = _entries;
        if (Count == entries.Length || _isEnumerated)
        {
            _entries = new Entry[Math.Max(4, Count == entries.Length ? Count * 2 : entries.Length)];
            Array.Copy(entries, _entries, at);
            _isEnumerated = false;
        }

        Array.Copy(entries, at, _entries, at + 1, Count - at);
        Count++;
    }

    // What is being enumerated stays as it was.
    private void KeepEnumerated()
    {
        if (!_isEnumerated) return;
        _entries = [.. _entries];
        _isEnumerated = false;
    }

    /// <summary>An entry; it has the value itself where that cannot be changed in place.</summary>
    private readonly record struct Entry(byte[] Key, byte[] Bytes, TValue Value);
}
