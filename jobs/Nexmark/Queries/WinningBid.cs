using Nexmark.Records;

namespace Nexmark.Queries;

/// <summary>An auction that is over, with the bid that won it.</summary>
/// <param name="Auction">The auction.</param>
/// <param name="Bid">The highest bid within it; of equal ones the earliest, then that of the lower bidder.</param>
public sealed record WinningBid(Auction Auction, PricedBid Bid);
