namespace Millrace;

/// <summary>What is known of a key's ranking besides its rows.</summary>
/// <param name="Count">How many rows there are.</param>
/// <param name="LastUse">The last use.</param>
internal readonly record struct RankingState(int Count, KeyUse LastUse);
