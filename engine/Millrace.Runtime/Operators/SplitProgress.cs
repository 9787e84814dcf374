namespace Millrace.Runtime.Operators;

/// <summary>How far a reader is in one of its splits.</summary>
internal sealed class SplitProgress(SourceSplit split, SplitState state)
{
    public SourceSplit Split => split;

    public SplitPosition? Position { get; set; } = state.Position;

    public bool Finished { get; set; } = state.Finished;

    public long MaxTimestamp { get; set; } = state.MaxTimestamp;

    public SplitState ToState() => new(split.Group, split.Ordinal, Position, Finished, MaxTimestamp);
}
