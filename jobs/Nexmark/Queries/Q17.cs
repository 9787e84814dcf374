using Millrace;
using Nexmark.Records;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Statistics of each auction and day.</summary>
public sealed class Q17 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "per auction and day: bids, in all and by price, and the lowest, highest, average and sum of prices";

    /// <inheritdoc/>
    public override string Columns => "auction day total_bids rank1_bids rank2_bids rank3_bids min_price max_price avg_price sum_price";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.KeyBy(bid => bid.Auction).Window(TumblingEventTimeWindows.Of(TimeSpan.FromDays(1))).Aggregate(new Statistics()).Uid("statistics"),
        (s, row) => row.Add(s.Key).Add(Days.Text(s.Window.Start))
            .Add(s.Result.Bids.All).Add(s.Result.Bids.Rank1).Add(s.Result.Bids.Rank2).Add(s.Result.Bids.Rank3)
            .Add(s.Result.Lowest).Add(s.Result.Highest).Add((decimal)s.Result.Sum / s.Result.Bids.All).Add(s.Result.Sum));

    private sealed class Statistics : AggregateFunction<Bid, PriceStatistics, PriceStatistics>
    {
        public override PriceStatistics CreateAccumulator() => new(default, long.MaxValue, long.MinValue, 0);

        public override PriceStatistics Add(PriceStatistics accumulator, Bid value) => new(
            accumulator.Bids.With(PriceRank.Of(value.Price)),
            Math.Min(accumulator.Lowest, value.Price),
            Math.Max(accumulator.Highest, value.Price),
            accumulator.Sum + value.Price);

        public override PriceStatistics GetResult(PriceStatistics accumulator) => accumulator;

        public override PriceStatistics Merge(PriceStatistics a, PriceStatistics b) =>
            new(a.Bids.Plus(b.Bids), Math.Min(a.Lowest, b.Lowest), Math.Max(a.Highest, b.Highest), a.Sum + b.Sum);
    }
}

/// <summary>Statistics of the prices of an auction's bids.</summary>
/// <param name="Bids">The number of bids.</param>
/// <param name="Lowest">The lowest price.</param>
/// <param name="Highest">The highest price.</param>
/// <param name="Sum">The sum of prices.</param>
public readonly record struct PriceStatistics(RankCounts Bids, long Lowest, long Highest, long Sum);
