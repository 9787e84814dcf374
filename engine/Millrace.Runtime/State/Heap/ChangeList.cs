namespace Millrace.Runtime.State.Heap;

/// <summary>The numbers of changed entries, in any order.</summary>
internal struct ChangeList
{
    private int[] _entries = [];

    public ChangeList()
    {
    }

    public int Count { get; private set; }

    public readonly int this[int at] => _entries[at];

    public void Add(int entry)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, Math.Max(4, Count * 2));
        _entries[Count++] = entry;
    }

    /// <summary>Takes over another list, which is empty afterwards; the shorter one is copied.</summary>
    public void Take(ref ChangeList other)
    {
        if (other.Count > Count) (this, other) = (other, this);
        if (Count + other.Count > _entries.Length) Array.Resize(ref _entries, Math.Max(Count + other.Count, _entries.Length * 2));
        other._entries.AsSpan(0, other.Count).CopyTo(_entries.AsSpan(Count));
        Count += other.Count;
        other.Clear();
    }

    public int RemoveLast() => _entries[--Count];

    /// <summary>Empties the list. A long array is not kept where the list has become short.</summary>
    public void Clear()
    {
        if (_entries.Length > 64 && Count < _entries.Length / 8) _entries = [];
        Count = 0;
    }
}
