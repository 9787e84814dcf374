using Nexmark.Records;

namespace Nexmark.Queries;

/// <summary>What counts of a bid.</summary>
/// <param name="Auction">The auction.</param>
/// <param name="Bidder">Who bids.</param>
/// <param name="Price">In cents.</param>
/// <param name="DateTime">When, in milliseconds since the epoch.</param>
public readonly record struct PricedBid(long Auction, long Bidder, long Price, long DateTime)
{
    /// <summary>What counts of <paramref name="bid"/>.</summary>
    public static PricedBid Of(Bid bid) => new(bid.Auction, bid.Bidder, bid.Price, bid.DateTime);

    /// <summary>Whether it wins over another one: by its price, then by being earlier, then by the lower bidder.</summary>
    public bool Beats(PricedBid other) =>
        Price != other.Price ? Price > other.Price : DateTime != other.DateTime ? DateTime < other.DateTime : Bidder < other.Bidder;
}
