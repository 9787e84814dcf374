namespace Millrace;

/// <summary>A row of a table in its ranking.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Row">The row.</param>
/// <param name="Sequence">Which of equal rows came first.</param>
/// <param name="Rank">Its rank, where it is among the first.</param>
internal readonly record struct RankRow<TKey, T>(TKey Key, T Row, long Sequence, int Rank);
