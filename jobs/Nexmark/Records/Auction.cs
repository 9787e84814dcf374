using System.Text.Json.Serialization;

namespace Nexmark.Records;

/// <summary>An item that is sold to the highest bidder while it is open.</summary>
/// <param name="Id">The auction.</param>
/// <param name="ItemName">The item for sale.</param>
/// <param name="Description">More about it.</param>
/// <param name="InitialBid">The lowest price, in cents.</param>
/// <param name="Reserve">The price below which it is not sold, in cents.</param>
/// <param name="DateTime">When it opened, in milliseconds since the epoch.</param>
/// <param name="Expires">When it closes, in milliseconds since the epoch.</param>
/// <param name="Seller">The seller.</param>
/// <param name="Category">The category.</param>
/// <param name="Extra">Pads the record to its size.</param>
public sealed record Auction(
    long Id,
    string ItemName,
    string Description,
    long InitialBid,
    long Reserve,
    [property: JsonConverter(typeof(EventTimeConverter))] long DateTime,
    [property: JsonConverter(typeof(EventTimeConverter))] long Expires,
    long Seller,
    long Category,
    string Extra)
{
    /// <summary>Returns whether a bid was made while the auction was open, both ends included.</summary>
    public bool Holds(Bid bid) => DateTime <= bid.DateTime && bid.DateTime <= Expires;
}
