namespace Nexmark.Queries;

/// <summary>Statistics of a day's bids.</summary>
/// <param name="Bids">The number of bids.</param>
/// <param name="Bidders">The number of people who bid.</param>
/// <param name="Auctions">The number of auctions bid on.</param>
/// <param name="Latest">The time of the latest bid, in milliseconds since the epoch.</param>
public readonly record struct DayStatistics(RankCounts Bids, RankCounts Bidders, RankCounts Auctions, long Latest);
