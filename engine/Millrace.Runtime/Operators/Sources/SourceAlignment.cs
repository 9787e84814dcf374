using Millrace.Core.Watermarks;
using Millrace.Runtime.Operators.Splits;
using Millrace.Runtime.Operators.Watermarks;

namespace Millrace.Runtime.Operators.Sources;

/// <summary>
/// Keeps a source's subtask close to the others of its group: its splits may be ahead of the group's lowest watermark only up to a limit.
/// The one with the lowest watermark is never paused, so the group always makes progress.
/// </summary>
/// <param name="alignment">The group and the limit.</param>
/// <param name="watermarkOf">The watermark of a split.</param>
/// <param name="setPaused">Pauses a split or resumes it; returns false where the reader cannot.</param>
internal sealed class SourceAlignment(WatermarkAlignment alignment, Func<SplitProgress, long> watermarkOf, Func<SourceSplit, bool, bool> setPaused)
{
    // Until something is known about the others, they may not have started.
    private long _highest = long.MinValue + alignment.MaxDrift;
    private long _reported = long.MinValue;
    private bool _canPauseSplits = true;

    /// <summary>Whether nothing may be read, because all splits are ahead and the reader cannot pause single ones.</summary>
    public bool HoldsAll { get; private set; }

    /// <summary>How far the subtask is; may be read from any thread.</summary>
    public AlignedWatermark Watermark => new(alignment.Group, Volatile.Read(ref _reported));

    /// <summary>Takes the lowest watermarks of all groups.</summary>
    public void Allow(IReadOnlyDictionary<string, long> lowest)
    {
        if (lowest.TryGetValue(alignment.Group, out var watermark)) _highest = watermark > long.MaxValue - alignment.MaxDrift ? long.MaxValue : watermark + alignment.MaxDrift;
    }

    /// <summary>Pauses and resumes splits after their watermark was updated.</summary>
    public void Update(SourceWatermark watermark)
    {
        Volatile.Write(ref _reported, watermark.IsIdle ? long.MaxValue : watermark.Current);
        foreach (var split in watermark.Splits)
        {
            if (!_canPauseSplits) break;
            var isAhead = !split.IsIdle && watermarkOf(split) > _highest;
            if (isAhead == split.IsPaused) continue;
            _canPauseSplits = setPaused(split.Split, isAhead);
            split.IsPaused = isAhead && _canPauseSplits;
        }

        HoldsAll = !_canPauseSplits && !watermark.IsIdle && watermark.Current > _highest;
    }
}
