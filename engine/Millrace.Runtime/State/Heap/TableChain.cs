namespace Millrace.Runtime.State.Heap;

/// <summary>
/// What completed checkpoints hold of a table: a base and its increments. When these outweigh the live bytes, the next snapshot begins
/// anew, so that a chain stays short.
/// </summary>
internal sealed class TableChain
{
    private const int None = -1;

    /// <summary>What an increment costs beside its bytes: its place in the manifest, and the reading of a range.</summary>
    private const int BlockWeight = 128;

    private long _increments;
    private long _writtenBytes;
    private bool _isWrittenFull;
    private bool _mustBeginAnew;

    /// <summary>Whether a completed checkpoint has blocks of the table.</summary>
    public bool Exists { get; private set; }

    /// <summary>The interval at whose end the table was last written whole; -1 where none was since the base.</summary>
    public int Written { get; private set; } = None;

    public void Restored(bool isFull, int bytes, bool isStale)
    {
        Exists = true;
        if (!isFull) _increments += bytes + BlockWeight;
        _mustBeginAnew |= isStale;
    }

    public void BeginAnew() => _mustBeginAnew = true;

    public bool MustBeginAnew(long liveBytes) => !Exists || _mustBeginAnew || _increments > liveBytes;

    /// <summary>Bytes were written for the snapshot at hand.</summary>
    public void Add(int bytes) => _writtenBytes += bytes;

    /// <summary>The table is written for the snapshot at the end of an interval.</summary>
    public void End(int interval, bool isFull) => (Written, _isWrittenFull) = (interval, isFull);

    /// <summary>What was written last belongs to the chain where its checkpoint is the base now, and is forgotten where it is not.</summary>
    public bool Settle(int baseInterval)
    {
        var isComplete = Written != None && Written == baseInterval;
        if (isComplete && _isWrittenFull) (Exists, _increments, _mustBeginAnew) = (_writtenBytes > 0, 0, false);
        else if (isComplete && _writtenBytes > 0) (Exists, _increments) = (true, _increments + _writtenBytes + BlockWeight);
        (Written, _writtenBytes) = (None, 0);
        return isComplete;
    }
}
