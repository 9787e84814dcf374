using Nexmark.Records;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Calculations on every bid: a filter and a map that do some work.</summary>
public sealed class Q14 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "bids of a price range in euros, with the time of day and the number of letters c";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price bidtimetype date_time c_counts";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.Filter(bid => bid.PriceInEuros is > 1_000_000 and < 50_000_000)
            .Map(bid => (Bid: PricedBid.Of(bid), Price: bid.PriceInEuros, Type: TimeType(bid), Letters: bid.Extra.AsSpan().Count('c'))),
        (b, row) => row.Add(b.Bid.Auction).Add(b.Bid.Bidder).Add(b.Price).Add(b.Type).AddTime(b.Bid.DateTime).Add(b.Letters));

    private static string TimeType(Bid bid) => DateTimeOffset.FromUnixTimeMilliseconds(bid.DateTime).Hour switch
    {
        >= 8 and <= 18 => "dayTime",
        <= 6 or >= 20 => "nightTime",
        _ => "otherTime",
    };
}
