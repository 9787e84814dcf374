using Nexmark.Records;

namespace Nexmark.Queries;

/// <summary>A closed auction with its winning bid.</summary>
/// <param name="Auction">The auction.</param>
/// <param name="Bid">The highest bid; of equal ones the earliest, then that of the lower bidder id.</param>
public sealed record WinningBid(Auction Auction, PricedBid Bid);
