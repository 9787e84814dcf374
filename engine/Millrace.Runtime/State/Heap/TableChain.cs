namespace Millrace.Runtime.State.Heap;

/// <summary>
/// A table's chain in completed checkpoints: a base and its increments. When these outweigh the live bytes, or are many, the next snapshot
/// is written in full, so that a chain stays short, and a manifest small, however long the job has run. Some key groups are written earlier
/// than others, after half of what a chain may be, so that no checkpoint has all of them.
/// </summary>
/// <param name="limit">The maximum number of increments of any table.</param>
/// <param name="keyGroup">The table's key group.</param>
internal sealed class TableChain(int limit, int keyGroup)
{
    private const int None = -1;

    /// <summary>The cost of an increment besides its bytes: its entry in the manifest, and a range read.</summary>
    private const int BlockWeight = 128;

    /// <summary>In how many steps, by the number of the key group, tables weigh up the increments' bytes.</summary>
    private const int Steps = 8;

    private readonly int _longest = Math.Max(1, limit - (keyGroup % (limit - (limit / 2) + 1)));
    private readonly double _heaviest = 1 - (keyGroup % Steps / (2.0 * Steps));
    private long _increments;
    private int _count;
    private long _writtenBytes;
    private bool _isWrittenFull;
    private bool _needsFullSnapshot;

    /// <summary>Whether a completed checkpoint has blocks of the table.</summary>
    public bool Exists { get; private set; }

    /// <summary>The interval at whose end the table was last written completely; -1 where it has not been since the base.</summary>
    public int Written { get; private set; } = None;

    public void Restored(bool isFull, int bytes, bool isStale)
    {
        Exists = true;
        if (!isFull) (_count, _increments) = (_count + 1, _increments + bytes + BlockWeight);
        _needsFullSnapshot |= isStale;
    }

    public void BeginAnew() => _needsFullSnapshot = true;

    public bool NeedsFullSnapshot(long liveBytes) => !Exists || _needsFullSnapshot || _count >= _longest || _increments > liveBytes * _heaviest;

    /// <summary>Counts bytes written for the current snapshot.</summary>
    public void Add(int bytes) => _writtenBytes += bytes;

    /// <summary>Called when the table has been written for the snapshot at the end of an interval.</summary>
    public void End(int interval, bool isFull) => (Written, _isWrittenFull) = (interval, isFull);

    /// <summary>Adds what was written last to the chain if its checkpoint is now the base, and otherwise discards it.</summary>
    public bool Settle(int baseInterval)
    {
        var isComplete = Written != None && Written == baseInterval;
        if (isComplete && _isWrittenFull) (Exists, _count, _increments, _needsFullSnapshot) = (_writtenBytes > 0, 0, 0, false);
        else if (isComplete && _writtenBytes > 0) (Exists, _count, _increments) = (true, _count + 1, _increments + _writtenBytes + BlockWeight);
        (Written, _writtenBytes) = (None, 0);
        return isComplete;
    }
}
