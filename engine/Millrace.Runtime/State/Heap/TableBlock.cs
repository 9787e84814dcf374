using Millrace.Core.Checkpoints;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>Writes a table's entries to a slice; the block starts with its first entry.</summary>
internal ref struct TableBlock(SlabTable table, IStateSnapshotWriter writer, string state, int keyGroup, bool isFull)
{
    private bool _hasBegun;

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    public readonly bool HasRoom => writer.HasRoom;

    public void Begin()
    {
        if (!_hasBegun) writer.Begin(state, keyGroup, isFull, new StateSize(table.Count, table.LiveBytes));
        _hasBegun = true;
    }

    public void Append(int entry)
    {
        Begin();
        ref var e = ref table[entry];
        var ownerLength = EntryFormat.OwnerLength(table, e);
        var size = EntryFormat.Measure(e, ownerLength);
        EntryFormat.Write(table, entry, ownerLength, writer.Append(size));
        Length += size;
    }

    /// <summary>Appends entries that have already been copied.</summary>
    public void Append(ReadOnlySpan<byte> entries)
    {
        if (entries.IsEmpty) return;
        Begin();
        entries.CopyTo(writer.Append(entries.Length));
        Length += entries.Length;
    }
}
