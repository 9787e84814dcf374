using Nexmark.Records;

namespace Nexmark.Queries;

/// <summary>The relevant fields of a bid.</summary>
/// <param name="Auction">The auction.</param>
/// <param name="Bidder">The bidder.</param>
/// <param name="Price">In cents.</param>
/// <param name="DateTime">The time of the bid, in milliseconds since the epoch.</param>
public readonly record struct PricedBid(long Auction, long Bidder, long Price, long DateTime)
{
    /// <summary>Returns the relevant fields of <paramref name="bid"/>.</summary>
    public static PricedBid Of(Bid bid) => new(bid.Auction, bid.Bidder, bid.Price, bid.DateTime);

    /// <summary>Returns whether it beats another bid: by price, then by being earlier, then by the lower bidder id.</summary>
    public bool Beats(PricedBid other) =>
        Price != other.Price ? Price > other.Price : DateTime != other.DateTime ? DateTime < other.DateTime : Bidder < other.Bidder;
}
