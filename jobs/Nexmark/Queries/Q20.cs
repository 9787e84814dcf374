using Millrace;
using Nexmark.Records;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Bids with their auctions: a join in which one side is a table with one row per key.</summary>
public sealed class Q20 : NexmarkQuery
{
    private const long Category = 10;

    /// <inheritdoc/>
    public override string Asks => "bids on auctions of category 10, with the auction";

    /// <inheritdoc/>
    public override string Columns =>
        "auction bidder price channel url bid_date_time bid_extra item_name description initial_bid reserve auction_date_time expires seller category auction_extra";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows)
    {
        // Auctions of other categories are kept as ids only, so that bids on them do not wait.
        var auctions = streams.Auctions.Map(auction => (auction.Id, Auction: auction.Category == Category ? auction : null)).KeyBy(a => a.Id);
        var joined = auctions.Connect(streams.Bids.KeyBy(bid => bid.Auction))
            .Process(new RowJoinFunction<long, (long Id, Auction? Auction), Bid, (Auction? Auction, Bid Bid)>((a, bid) => (a.Auction, bid))).Uid("bids-with-auctions");
        rows.Write(
            joined.Filter(j => j.Auction is not null).Map(j => (Auction: j.Auction!, j.Bid)),
            (j, row) => row.Add(j.Bid.Auction).Add(j.Bid.Bidder).Add(j.Bid.Price).Add(j.Bid.Channel).Add(j.Bid.Url).AddTime(j.Bid.DateTime).Add(j.Bid.Extra)
                .Add(j.Auction.ItemName).Add(j.Auction.Description).Add(j.Auction.InitialBid).Add(j.Auction.Reserve)
                .AddTime(j.Auction.DateTime).AddTime(j.Auction.Expires).Add(j.Auction.Seller).Add(j.Auction.Category).Add(j.Auction.Extra));
    }
}
