namespace Millrace;

/// <summary>A key's ranking, apart from its rows.</summary>
/// <param name="Count">The number of rows.</param>
/// <param name="LastUse">The last use.</param>
internal readonly record struct RankingState(int Count, KeyUse LastUse);
