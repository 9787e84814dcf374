using Millrace.Core.Checkpoints;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>
/// Counts the intervals between barriers, for all tables of an operator, and knows which snapshot is being copied. Each entry has a stamp:
/// four times the interval of its last change, and what happened in it. So marking at a barrier is to count on by one: tables catch up
/// when they are next touched.
/// </summary>
/// <remarks>Interval 0 ends with the restore, or with the first barrier where there was none; nothing is noted in it.</remarks>
/// <param name="longestChain">How many increments a table may have behind its base.</param>
internal sealed class Intervals(int longestChain = ManifestChain.Longest)
{
    /// <summary>The stamp of entries that are made again by a restore; they are in no snapshot.</summary>
    public const int Untracked = int.MaxValue;

    private const int PerInterval = 4;
    private const int CopiedAtEnd = 2;
    private const int None = -1;

    private long _lastCheckpoint;
    private long _baseCheckpoint;
    private int _lastInterval = None;

    public int LongestChain => longestChain;

    public int Current { get; private set; }

    /// <summary>The interval with whose end the base ends; -1 where there is none.</summary>
    public int Base { get; private set; } = None;

    /// <summary>The snapshot that is being copied, or null.</summary>
    public TableSnapshot? Active { get; private set; }

    /// <summary>The stamp of an entry that was added in the current interval: no snapshot holds it. Lower stamps are of earlier intervals.</summary>
    public int Born { get; private set; }

    /// <summary>The stamp of an entry that was changed in the current interval, and that a snapshot may hold.</summary>
    public int Changed => Born + 1;

    /// <summary>The stamp of an entry that was copied at the end of an interval, and has not changed since.</summary>
    public static int Copied(int interval) => (interval * PerInterval) + CopiedAtEnd;

    /// <summary>What is there was restored from a checkpoint, which is the base.</summary>
    public void Restored(long checkpoint)
    {
        (_baseCheckpoint, Base) = (checkpoint, Current);
        Advance();
    }

    /// <exception cref="InvalidOperationException">The base is a checkpoint that this operator knows nothing of.</exception>
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
