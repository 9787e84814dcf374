namespace Millrace;

/// <summary>A row of a table in a ranking.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Row">The row.</param>
/// <param name="Sequence">The arrival order, which orders equal rows.</param>
/// <param name="Rank">Its rank, if it is among the first.</param>
internal readonly record struct RankRow<TKey, T>(TKey Key, T Row, long Sequence, int Rank);
