using System.Diagnostics.CodeAnalysis;

namespace Millrace.Runtime.State.Undo;

/// <summary>A map per key, whose changes are recorded with the old values.</summary>
internal sealed class UndoableMap<TMapKey, TValue>(IMapState<TMapKey, TValue> storage, RecordUndo undo) : IMapState<TMapKey, TValue> where TMapKey : notnull
{
    public IReadOnlyList<byte[]> KeysOf(int keyGroup) => storage.KeysOf(keyGroup);

    public bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value) => storage.TryGet(key, out value);

    public void Put(TMapKey key, TValue value)
    {
        NoteChange(key);
        storage.Put(key, value);
    }

    public bool Remove(TMapKey key)
    {
        NoteChange(key);
        return storage.Remove(key);
    }

    public void Clear()
    {
        if (undo.IsNoting)
        {
            var before = storage.Entries().ToList();
            undo.Note(() => before.ForEach(entry => storage.Put(entry.Key, entry.Value)));
        }

        storage.Clear();
    }

    public bool TryGetAny([MaybeNullWhen(false)] out TMapKey key, [MaybeNullWhen(false)] out TValue value) => storage.TryGetAny(out key, out value);

    public IEnumerable<KeyValuePair<TMapKey, TValue>> Entries() => storage.Entries();

    private void NoteChange(TMapKey key)
    {
        if (!undo.IsNoting) return;
        if (storage.TryGet(key, out var before)) undo.Note(() => storage.Put(key, before));
        else undo.Note(() => storage.Remove(key));
    }
}
