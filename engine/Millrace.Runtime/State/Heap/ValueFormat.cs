using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.State.Heap;

/// <summary>The format of values in a slab: those that have a layout as in memory, all others serialized.</summary>
internal sealed class ValueFormat<T>(TypeSerializer<T> serializer)
{
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly bool _isRaw = serializer.Layout is not null;

    // The first half is a JIT-time constant, so for types with references the raw path is eliminated.
    private bool IsRaw => !RuntimeHelpers.IsReferenceOrContainsReferences<T>() && _isRaw;

    public T Read(SlabTable table, int entry) => IsRaw
        ? Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(table.Value(entry)))
        : serializer.Read(table.ValueMemory(entry));

    public void Put(SlabTable table, int entry, T value)
    {
        if (IsRaw)
        {
            Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(table.Change(entry)), value);
            return;
        }

        var bytes = Serialize(value);
        bytes.CopyTo(table.Resize(entry, bytes.Length));
    }

    public int Add(SlabTable table, ulong hash, ReadOnlySpan<byte> key, T value)
    {
        var bytes = IsRaw ? default : Serialize(value);
        var entry = table.Add(hash, key, IsRaw ? Unsafe.SizeOf<T>() : bytes.Length);
        if (IsRaw) Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(table.Value(entry)), value);
        else bytes.CopyTo(table.Value(entry));
        return entry;
    }

    /// <summary>Restores a value from a checkpoint, and returns its entry.</summary>
    /// <param name="table">The table.</param>
    /// <param name="written">The value as written.</param>
    /// <param name="former">Reads it, if it was written under another schema or layout.</param>
    /// <param name="isNew">Whether the table has no such entry.</param>
    public int Restore(SlabTable table, in WrittenEntry written, FormerValues<T>? former, bool isNew)
    {
        var hash = KeyedTables.Hash(written.Key);
        var entry = isNew ? -1 : table.Find(hash, written.Key);
        if (former is not null)
        {
            var value = former.Read(written.Value);
            if (entry < 0) return Add(table, hash, written.Key, value);
            Put(table, entry, value);
            return entry;
        }

        if (entry < 0) entry = table.Add(hash, written.Key, written.Value.Length);
        else table.Resize(entry, written.Value.Length);
        written.Value.CopyTo(table.Value(entry));
        return entry;
    }

    private ReadOnlySpan<byte> Serialize(T value)
    {
        _scratch.ResetWrittenCount();
        serializer.Write(value, _scratch);
        return _scratch.WrittenSpan;
    }
}
