using Millrace;
using Nexmark.Records;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Highest bids: a window over all bids, in two steps, so that the first one runs in parallel.</summary>
public sealed class Q7 : NexmarkQuery
{
    private static readonly TimeSpan s_size = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string Asks => "per window of 10 s, the bids with the highest price";

    /// <inheritdoc/>
    public override string Columns => "auction price bidder date_time";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows)
    {
        var perAuction = streams.Bids.Map(PricedBid.Of).KeyBy(bid => bid.Auction).Window(TumblingEventTimeWindows.Of(s_size))
            .Aggregate(new HighestBids()).Uid("highest-per-auction");
        var highest = perAuction.FlatMap(h => h.Result.Select(bid => (h.Window, Bid: bid)))
            .KeyBy(h => h.Window).Window(TumblingEventTimeWindows.Of(s_size)).Aggregate(new HighestOfAll()).Uid("highest");
        rows.Write(highest.FlatMap(h => h.Result), (bid, row) => row.Add(bid.Auction).Add(bid.Price).Add(bid.Bidder).AddTime(bid.DateTime));
    }

    private static List<PricedBid> Higher(List<PricedBid> a, List<PricedBid> b) =>
        a.Count == 0 ? b : b.Count == 0 ? a : a[0].Price == b[0].Price ? [.. a, .. b] : a[0].Price > b[0].Price ? a : b;

    private sealed class HighestBids : AggregateFunction<PricedBid, List<PricedBid>, List<PricedBid>>
    {
        public override List<PricedBid> CreateAccumulator() => [];

        public override List<PricedBid> Add(List<PricedBid> accumulator, PricedBid value) => Higher(accumulator, [value]);

        public override List<PricedBid> GetResult(List<PricedBid> accumulator) => accumulator;

        public override List<PricedBid> Merge(List<PricedBid> a, List<PricedBid> b) => Higher(a, b);
    }

    private sealed class HighestOfAll : AggregateFunction<(TimeWindow Window, PricedBid Bid), List<PricedBid>, List<PricedBid>>
    {
        public override List<PricedBid> CreateAccumulator() => [];

        public override List<PricedBid> Add(List<PricedBid> accumulator, (TimeWindow Window, PricedBid Bid) value) => Higher(accumulator, [value.Bid]);

        public override List<PricedBid> GetResult(List<PricedBid> accumulator) => accumulator;

        public override List<PricedBid> Merge(List<PricedBid> a, List<PricedBid> b) => Higher(a, b);
    }
}
