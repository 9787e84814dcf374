namespace Nexmark.Queries;

/// <summary>What is known of the bids of a day.</summary>
/// <param name="Bids">How many there are.</param>
/// <param name="Bidders">How many people bid.</param>
/// <param name="Auctions">How many auctions were bid on.</param>
/// <param name="Latest">The time of the latest one, in milliseconds since the epoch.</param>
public readonly record struct DayStatistics(RankCounts Bids, RankCounts Bidders, RankCounts Auctions, long Latest);
