using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Average prices: an average over results that arrive one by one.</summary>
public sealed class Q4 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "per category, the average of the highest bids within its auctions";

    /// <inheritdoc/>
    public override string Columns => "category avg";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows)
    {
        var averages = WinningBids.Of(streams).Map(w => (w.Auction.Category, w.Bid.Price)).KeyBy(w => w.Category).Aggregate(new AveragePrice()).Uid("averages");
        rows.Write(
            averages.KeyBy(a => a.Key).KeepLast().Uid("last-averages").Materialize().Uid("rows-left"),
            (a, row) => row.Add(a.Row.Key).Add(a.Row.Result));
    }

    private sealed class AveragePrice : AggregateFunction<(long Category, long Price), (long Sum, long Count), decimal>
    {
        public override (long Sum, long Count) CreateAccumulator() => (0, 0);

        public override (long Sum, long Count) Add((long Sum, long Count) accumulator, (long Category, long Price) value) =>
            (accumulator.Sum + value.Price, accumulator.Count + 1);

        public override decimal GetResult((long Sum, long Count) accumulator) => (decimal)accumulator.Sum / accumulator.Count;

        public override (long Sum, long Count) Merge((long Sum, long Count) a, (long Sum, long Count) b) => (a.Sum + b.Sum, a.Count + b.Count);
    }
}
