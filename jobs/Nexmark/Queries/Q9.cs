using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Winning bids: a join whose result is only known after time has passed.</summary>
public sealed class Q9 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "each auction with its winning bid";

    /// <inheritdoc/>
    public override string Columns =>
        "id item_name description initial_bid reserve date_time expires seller category auction bidder price bid_date_time";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        WinningBids.Of(streams),
        (w, row) => row.Add(w.Auction.Id).Add(w.Auction.ItemName).Add(w.Auction.Description).Add(w.Auction.InitialBid).Add(w.Auction.Reserve)
            .AddTime(w.Auction.DateTime).AddTime(w.Auction.Expires).Add(w.Auction.Seller).Add(w.Auction.Category)
            .Add(w.Bid.Auction).Add(w.Bid.Bidder).Add(w.Bid.Price).AddTime(w.Bid.DateTime));
}
