using System.Diagnostics.CodeAnalysis;

namespace Millrace.Runtime.State.Undo;

/// <summary>A value per key, whose changes are recorded with the old value.</summary>
internal sealed class UndoableValue<T>(IValueState<T> storage, RecordUndo undo) : IValueState<T>
{
    public IReadOnlyList<byte[]> KeysOf(int keyGroup) => storage.KeysOf(keyGroup);

    public bool TryGet([MaybeNullWhen(false)] out T value) => storage.TryGet(out value);

    public void Update(T value)
    {
        NoteChange();
        storage.Update(value);
    }

    public void Clear()
    {
        NoteChange();
        storage.Clear();
    }

    private void NoteChange()
    {
        if (!undo.IsNoting) return;
        if (storage.TryGet(out var before)) undo.Note(() => storage.Update(before));
        else undo.Note(storage.Clear);
    }
}
