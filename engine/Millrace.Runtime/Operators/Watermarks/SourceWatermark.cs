using System.Buffers.Binary;
using Millrace.Runtime.Operators.Splits;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators.Watermarks;

/// <summary>
/// The watermark of a source's subtask: the lowest of its active splits. Finished and idle splits hold nothing back; when all are idle it
/// is the highest of them, as in <see cref="Alignment.WatermarkValve"/>, so that it does not matter how splits are assigned to subtasks.
/// It is state: after a restore it starts at the lowest of the old subtasks, so that what was late stays late even when an idle split
/// becomes active again.
/// </summary>
/// <param name="watermarkOf">The watermark of a split; null where the source has no event times.</param>
internal sealed class SourceWatermark(Func<SplitProgress, long>? watermarkOf)
{
    public const string State = "_watermark";

    // Only those being read: a file has thousands of splits, most of which are finished at some point.
    private readonly List<SplitProgress> _splits = [];
    private long _restored = long.MinValue;
    private long _ended = long.MinValue;

    /// <summary>The watermark at the last update; may be lower than before when a split is active again.</summary>
    public long Current { get; private set; } = long.MinValue;

    /// <summary>Whether at the last update all splits that were being read were idle, or none was being read.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>The splits that are not finished.</summary>
    public IReadOnlyList<SplitProgress> Splits => _splits;

    public void Add(SplitProgress split)
    {
        if (split.Finished) Note(split);
        else _splits.Add(split);
    }

    public void Finish(SplitProgress split)
    {
        if (_splits.Remove(split)) Note(split);
    }

    public void Restore(IReadOnlyList<RestoredBlock> restored)
    {
        var written = restored.Where(b => b.State == State)
            .Select(b => (Watermark: BinaryPrimitives.ReadInt64LittleEndian(b.Block.Span), IsIdle: b.Block.Span[8] != 0)).ToList();
        if (written.Count > 0) _restored = written.Exists(w => !w.IsIdle) ? written.Where(w => !w.IsIdle).Min(w => w.Watermark) : written.Max(w => w.Watermark);
    }

    public void Snapshot(IStateSnapshotWriter writer)
    {
        if (watermarkOf is null) return;
        var block = new byte[9];
        BinaryPrimitives.WriteInt64LittleEndian(block, Current);
        block[8] = IsIdle ? (byte)1 : (byte)0;
        writer.Write(State, -1, block);
    }

    /// <summary>Recomputes the watermark and the idleness from the splits.</summary>
    public void Update()
    {
        var (lowest, highestIdle) = (long.MaxValue, long.MinValue);
        IsIdle = true;
        for (var i = 0; i < _splits.Count && lowest > long.MinValue; i++)
        {
            var watermark = watermarkOf?.Invoke(_splits[i]) ?? long.MinValue;
            if (_splits[i].IsIdle)
            {
                highestIdle = Math.Max(highestIdle, watermark);
                continue;
            }

            IsIdle = false;
            lowest = Math.Min(lowest, watermark);
        }

        Current = Math.Max(_restored, !IsIdle ? lowest : _splits.Count > 0 ? highestIdle : _ended);
    }

    private void Note(SplitProgress split)
    {
        if (watermarkOf is not null) _ended = Math.Max(_ended, watermarkOf(split));
    }
}
