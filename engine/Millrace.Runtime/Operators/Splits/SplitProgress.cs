namespace Millrace.Runtime.Operators.Splits;

/// <summary>How far a reader is in one of its splits.</summary>
internal sealed class SplitProgress(SourceSplit split, SplitState state, int number)
{
    private bool _begun = state.Position is not null;
    private long _offset = state.Position?.Offset ?? 0;
    private string? _token = state.Position?.Token;

    public SourceSplit Split => split;

    /// <summary>The split's number among those that the subtask reads.</summary>
    public int Number => number;

    public SplitPosition? Position => _begun ? new SplitPosition(_offset, _token) : null;

    /// <summary>Whether a record was read since this was last reset.</summary>
    public bool Moved { get; set; }

    /// <summary>Whether the split is left out of the watermark, because it has had no records for a long time.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Whether the reader has paused the split, because it is ahead of others.</summary>
    public bool IsPaused { get; set; }

    /// <summary>When the last record was read, on the clock of <see cref="SplitIdleness"/>.</summary>
    public TimeSpan LastRecord { get; set; }

    public bool Finished { get; set; } = state.Finished;

    public long MaxTimestamp { get; set; } = state.MaxTimestamp;

    /// <summary>The highest watermark of the split's generator, previous attempts included; the lowest number where there was none.</summary>
    public long Watermark { get; set; } = state.Watermark;

    /// <summary>Called for every record, so it does not write an unchanged reference.</summary>
    public void MoveTo(SplitPosition position)
    {
        _begun = true;
        Moved = true;
        _offset = position.Offset;
        if (!ReferenceEquals(_token, position.Token)) _token = position.Token;
    }

    /// <param name="watermark">The split's current watermark.</param>
    public SplitState ToState(long watermark) => new(split.Group, split.Ordinal, Position, Finished, MaxTimestamp, watermark);
}
