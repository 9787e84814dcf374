using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Core.Restoring;
using Millrace.Core.Schemas;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State.Undo;

namespace Millrace.Runtime.OperatorState;

/// <summary>
/// A subtask's copy of a broadcast state: a table by the bytes of the keys, which is sorted by them when it is enumerated after
/// a change. A value that could be modified in place is deserialized on each read, so that only Put changes it.
/// </summary>
internal sealed class BroadcastCopy<TKey, TValue>(
    string name, int subtask, BroadcastGate gate, KeyCodec<TKey> codec, SerializerCache serializers, RecordUndo undo)
    : IBroadcastState<TKey, TValue>, IOperatorState
    where TKey : notnull
{
    private readonly TypeSerializer<TValue> _serializer = serializers.For<TValue>();
    private readonly Dictionary<byte[], Entry> _entries = new(KeyBytesComparer.Instance);
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly KeyBuffer _key = new();

    // Never modified once created, so that an enumeration in progress keeps seeing the same entries.
    private Entry[]? _ordered;

    public int Count => _entries.Count;

    private static bool IsImmutable => !RuntimeHelpers.IsReferenceOrContainsReferences<TValue>() || typeof(TValue) == typeof(string);

    private Entry[] Ordered => _ordered ??= Order();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(Encode(key), out var entry);
        value = found ? Read(entry) : default;
        return found;
    }

    public void Put(TKey key, TValue value)
    {
        gate.RequireOpen(name);
        var bytes = Serialize(value);
        var encoded = Encode(key).ToArray();
        NoteChange(encoded);
        _entries[encoded] = EntryOf(encoded, bytes, value);
        _ordered = null;
    }

    public bool Remove(TKey key)
    {
        gate.RequireOpen(name);
        if (undo.IsNoting) NoteChange(Encode(key).ToArray());
        if (!_entries.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(Encode(key))) return false;
        _ordered = null;
        return true;
    }

    public void Clear()
    {
        gate.RequireOpen(name);
        foreach (var key in undo.IsNoting ? [.. _entries.Keys] : Array.Empty<byte[]>()) NoteChange(key);
        _entries.Clear();
        _ordered = null;
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries() => Enumerate(Ordered);

    public void Restore(IReadOnlyList<ReadOnlyMemory<byte>> blocks, StateDescriptor? written)
    {
        var elements = ElementBlock.Read(blocks[Redistribution.CopyOf(subtask, blocks.Count)].Span);
        if (elements.Count % 2 != 0) throw new InvalidDataException($"A block of broadcast state has {elements.Count} elements, an even number was expected.");
        var former = written is null ? null : serializers.ForWritten<TValue>(Schema.Parse(written.ValueSchema));
        _entries.Clear();
        _ordered = null;
        for (var at = 0; at < elements.Count; at += 2)
        {
            var (key, bytes) = (elements[at], elements[at + 1]);
            var value = (former ?? _serializer).Read(bytes);
            _entries[key] = EntryOf(key, former is null ? bytes : Serialize(value), value);
        }
    }

    public byte[] ToBlock() => ElementBlock.Write([.. Ordered.SelectMany(static e => new[] { e.Key, e.Bytes })]);

    private static Entry EntryOf(byte[] key, byte[] bytes, TValue value) => new(key, bytes, IsImmutable ? value : default!);

    private IEnumerable<KeyValuePair<TKey, TValue>> Enumerate(Entry[] entries) =>
        entries.Select(entry => KeyValuePair.Create(codec.Decode(new KeyReader(entry.Key)), Read(entry)));

    private void NoteChange(byte[] key)
    {
        if (!undo.IsNoting) return;
        var wasThere = _entries.TryGetValue(key, out var before);
        undo.Note(() =>
        {
            if (wasThere) _entries[key] = before;
            else _entries.Remove(key);
            _ordered = null;
        });
    }

    private Entry[] Order()
    {
        Entry[] entries = [.. _entries.Values];
        Array.Sort(entries, static (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        return entries;
    }

    private TValue Read(in Entry entry) => IsImmutable ? entry.Value : _serializer.Read(entry.Bytes);

    private byte[] Serialize(TValue value)
    {
        _scratch.ResetWrittenCount();
        _serializer.Write(value, _scratch);
        return _scratch.WrittenSpan.ToArray();
    }

    private ReadOnlySpan<byte> Encode(TKey key)
    {
        _key.Clear();
        codec.Encode(key, _key);
        return _key.Written;
    }

    /// <summary>An entry; it has the value itself if that is immutable.</summary>
    private readonly record struct Entry(byte[] Key, byte[] Bytes, TValue Value);
}
