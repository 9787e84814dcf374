using System.Text.Json.Serialization;

namespace Nexmark.Records;

/// <summary>A bid on an auction.</summary>
/// <param name="Auction">The auction.</param>
/// <param name="Bidder">The person who bids.</param>
/// <param name="Price">In cents.</param>
/// <param name="Channel">The channel through which the bidder came.</param>
/// <param name="Url">The page.</param>
/// <param name="DateTime">When the bid was made, in milliseconds since the epoch.</param>
/// <param name="Extra">Pads the record to its size.</param>
public sealed record Bid(
    long Auction,
    long Bidder,
    long Price,
    string Channel,
    string Url,
    [property: JsonConverter(typeof(EventTimeConverter))] long DateTime,
    string Extra)
{
    /// <summary>The price times 0.908, exactly: Nexmark's fixed dollar-to-euro rate.</summary>
    public decimal PriceInEuros => Price * 0.908m;
}
