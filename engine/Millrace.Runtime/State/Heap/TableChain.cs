namespace Millrace.Runtime.State.Heap;

/// <summary>
/// What completed checkpoints hold of a table: a base and its increments. When these outweigh the live bytes, or are many, the next snapshot
/// begins anew, so that a chain stays short, and a manifest small, whatever the job ran for.
/// </summary>
/// <param name="longest">How many increments there may be.</param>
internal sealed class TableChain(int longest)
{
    private const int None = -1;

    /// <summary>What an increment costs beside its bytes: its place in the manifest, and the reading of a range.</summary>
    private const int BlockWeight = 128;

    private long _increments;
    private int _count;
    private long _writtenBytes;
    private bool _isWrittenFull;
    private bool _mustBeginAnew;

    /// <summary>How many increments the chain of a key group has at most: half of the limit or more, by its number, so that not all begin anew at once.</summary>
    public static int LongestOf(int limit, int keyGroup) => Math.Max(1, limit - (keyGroup % (limit - (limit / 2) + 1)));

    /// <summary>Whether a completed checkpoint has blocks of the table.</summary>
    public bool Exists { get; private set; }

    /// <summary>The interval at whose end the table was last written whole; -1 where none was since the base.</summary>
    public int Written { get; private set; } = None;

    public void Restored(bool isFull, int bytes, bool isStale)
    {
        Exists = true;
        if (!isFull) (_count, _increments) = (_count + 1, _increments + bytes + BlockWeight);
        _mustBeginAnew |= isStale;
    }

    public void BeginAnew() => _mustBeginAnew = true;

    public bool MustBeginAnew(long liveBytes) => !Exists || _mustBeginAnew || _count >= longest || _increments > liveBytes;

    /// <summary>Bytes were written for the snapshot at hand.</summary>
    public void Add(int bytes) => _writtenBytes += bytes;

    /// <summary>The table is written for the snapshot at the end of an interval.</summary>
    public void End(int interval, bool isFull) => (Written, _isWrittenFull) = (interval, isFull);

    /// <summary>What was written last belongs to the chain where its checkpoint is the base now, and is forgotten where it is not.</summary>
    public bool Settle(int baseInterval)
    {
        var isComplete = Written != None && Written == baseInterval;
        if (isComplete && _isWrittenFull) (Exists, _count, _increments, _mustBeginAnew) = (_writtenBytes > 0, 0, 0, false);
        else if (isComplete && _writtenBytes > 0) (Exists, _count, _increments) = (true, _count + 1, _increments + _writtenBytes + BlockWeight);
        (Written, _writtenBytes) = (None, 0);
        return isComplete;
    }
}
