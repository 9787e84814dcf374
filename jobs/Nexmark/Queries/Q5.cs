using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Hot items: a sliding window per auction, followed by a window over the results of all auctions.</summary>
public sealed class Q5 : NexmarkQuery
{
    private static readonly TimeSpan s_size = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_slide = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override string Asks => "per window of 10 s sliding by 2 s, the auctions with the most bids";

    /// <inheritdoc/>
    public override string Columns => "auction num";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows)
    {
        var counts = streams.Bids.KeyBy(bid => bid.Auction).Window(SlidingEventTimeWindows.Of(s_size, s_slide)).Count().Uid("bids-per-auction");

        // The results of a window carry its last millisecond, so those of one window, and no others, fall into one slide interval.
        var most = counts.KeyBy(count => count.Window).Window(TumblingEventTimeWindows.Of(s_slide)).Aggregate(new MostBids()).Uid("most-bids");
        rows.Write(most.FlatMap(m => m.Result.Auctions.Select(auction => (Auction: auction, m.Result.Bids))), (m, row) => row.Add(m.Auction).Add(m.Bids));
    }

    private sealed class MostBids : AggregateFunction<(long Key, TimeWindow Window, long Count), HotItems, HotItems>
    {
        public override HotItems CreateAccumulator() => new(0, []);

        public override HotItems Add(HotItems accumulator, (long Key, TimeWindow Window, long Count) value) =>
            Merge(accumulator, new HotItems(value.Count, [value.Key]));

        public override HotItems GetResult(HotItems accumulator) => accumulator;

        public override HotItems Merge(HotItems a, HotItems b) =>
            a.Bids == b.Bids ? new HotItems(a.Bids, [.. a.Auctions, .. b.Auctions]) : a.Bids > b.Bids ? a : b;
    }
}

/// <summary>The auctions with the most bids.</summary>
/// <param name="Bids">The number of bids of each.</param>
/// <param name="Auctions">The auctions.</param>
public sealed record HotItems(long Bids, List<long> Auctions);
