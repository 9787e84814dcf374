namespace Millrace.Runtime.Operators;

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

    public bool Finished { get; set; } = state.Finished;

    public long MaxTimestamp { get; set; } = state.MaxTimestamp;

    /// <summary>Called for every record, so it writes no reference where there is none to write.</summary>
    public void MoveTo(SplitPosition position)
    {
        _begun = true;
        _offset = position.Offset;
        if (!ReferenceEquals(_token, position.Token)) _token = position.Token;
    }

    public SplitState ToState() => new(split.Group, split.Ordinal, Position, Finished, MaxTimestamp);
}
