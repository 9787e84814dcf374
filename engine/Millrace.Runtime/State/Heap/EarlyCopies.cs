namespace Millrace.Runtime.State.Heap;

/// <summary>Entries of a table that had to be copied before they changed, until the snapshot reaches the table.</summary>
internal struct EarlyCopies
{
    private byte[]? _bytes;
    private int _length;

    public void Add(SlabTable table, int entry)
    {
        ref var e = ref table[entry];
        var ownerLength = EntryFormat.OwnerLength(table, e);
        var size = EntryFormat.Measure(e, ownerLength);
        _bytes ??= new byte[Math.Max(size, 256)];
        if (_length + size > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_length + size, _bytes.Length * 2));
        EntryFormat.Write(table, entry, ownerLength, _bytes.AsSpan(_length, size));
        _length += size;
    }

    /// <summary>Hands the copies over; the caller owns the bytes.</summary>
    public ReadOnlySpan<byte> Take()
    {
        var taken = _bytes.AsSpan(0, _length);
        (_bytes, _length) = (null, 0);
        return taken;
    }
}
