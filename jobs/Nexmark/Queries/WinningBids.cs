using Millrace;

namespace Nexmark.Queries;

/// <summary>The winning bids of auctions, which q4, q6 and q9 build on.</summary>
internal static class WinningBids
{
    public static OperatorStream<WinningBid> Of(NexmarkStreams streams) => streams.Auctions.KeyBy(auction => auction.Id)
        .Connect(streams.Bids.Map(PricedBid.Of).KeyBy(bid => bid.Auction))
        .Process(new WinningBidFunction()).Uid("winning-bids");
}
