using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// Counts the intervals between barriers, for all tables of an operator, and holds the snapshot being copied. Each entry has a stamp:
/// four times the interval of its last change, plus what happened in it. So marking at a barrier only increments the count: tables catch
/// up when they are next touched.
/// </summary>
/// <remarks>Interval 0 ends with the restore, or with the first barrier where there was none; nothing is recorded in it.</remarks>
/// <param name="longestChain">The maximum number of increments on a table's base.</param>
internal sealed class Intervals(int longestChain = KeyedStateContext.DefaultLongestChain)
{
    /// <summary>The stamp of entries that a restore recreates; they are in no snapshot.</summary>
    public const int Untracked = int.MaxValue;

    private const int PerInterval = 4;
    private const int CopiedAtEnd = 2;
    private const int None = -1;

    private long _lastCheckpoint;
    private long _baseCheckpoint;
    private int _lastInterval = None;

    public int LongestChain => longestChain;

    public int Current { get; private set; }

    /// <summary>The interval whose end is the base; -1 where there is none.</summary>
    public int Base { get; private set; } = None;

    /// <summary>The snapshot being copied, or null.</summary>
    public TableSnapshot? Active { get; private set; }

    /// <summary>The stamp of an entry added in the current interval: no snapshot holds it. Lower stamps are from earlier intervals.</summary>
    public int Born { get; private set; }

    /// <summary>The stamp of an entry changed in the current interval, which a snapshot may hold.</summary>
    public int Changed => Born + 1;

    /// <summary>Returns the stamp of an entry that was copied at the end of an interval, and has not changed since.</summary>
    public static int Copied(int interval) => (interval * PerInterval) + CopiedAtEnd;

    /// <summary>Called when the contents have been restored from a checkpoint, which is the base.</summary>
    public void Restored(long checkpoint)
    {
        (_baseCheckpoint, Base) = (checkpoint, Current);
        Advance();
    }

    /// <exception cref="InvalidOperationException">The base is a checkpoint unknown to this operator.</exception>
    public TableSnapshot Begin(SnapshotRequest request, IReadOnlyList<KeyedTables> tables)
    {
        if (request.Base == 0) (_baseCheckpoint, Base) = (0, None);
        else Complete(request.Base);
        if (request.Base != _baseCheckpoint)
            throw new InvalidOperationException($"Checkpoint {request.Checkpoint} is based on {request.Base}; the operator knows of {_baseCheckpoint} and {_lastCheckpoint}.");
        (_lastCheckpoint, _lastInterval) = (request.Checkpoint, Current);
        Active = new TableSnapshot(this, request, Current, Base, tables);
        Advance();
        return Active;
    }

    public void Complete(long checkpoint)
    {
        if (checkpoint == _lastCheckpoint && _lastInterval != None) (_baseCheckpoint, Base) = (checkpoint, _lastInterval);
    }

    public void Abort(long checkpoint)
    {
        if (Active?.Checkpoint == checkpoint) Active = null;
    }

    public void End(TableSnapshot snapshot)
    {
        if (Active == snapshot) Active = null;
    }

    private void Advance() => Born = ++Current * PerInterval;
}
