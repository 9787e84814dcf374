using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Converts prices: a map.</summary>
public sealed class Q1 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "every bid, its price in euros";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price date_time";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.Map(bid => (bid.Auction, bid.Bidder, Price: bid.PriceInEuros, bid.DateTime)),
        (bid, row) => row.Add(bid.Auction).Add(bid.Bidder).Add(bid.Price).AddTime(bid.DateTime));
}
