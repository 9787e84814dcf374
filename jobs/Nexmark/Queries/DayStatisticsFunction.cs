using Millrace;
using Nexmark.Records;

namespace Nexmark.Queries;

/// <summary>
/// Statistics of a key's bids, emitted when the day is over. Bidders and auctions are separate state entries, so that a bid costs the
/// same however many there were.
/// </summary>
/// <typeparam name="TKey">The day, and any other dimension of the statistics.</typeparam>
internal sealed class DayStatisticsFunction<TKey> : KeyedProcessFunction<TKey, Bid, (TKey Key, DayStatistics Day)>
{
    private readonly ValueState<DayStatistics> _day = new("day");
    private readonly MapState<long, byte> _bidders = new("bidders");
    private readonly MapState<long, byte> _auctions = new("auctions");

    public override void Process(Bid value, KeyedProcessContext<TKey> context, ICollector<(TKey Key, DayStatistics Day)> output)
    {
        var day = _day.Value;
        var rank = PriceRank.Of(value.Price);
        _day.Update(new DayStatistics(
            day.Bids.With(rank),
            Distinct(day.Bidders, _bidders, value.Bidder, rank),
            Distinct(day.Auctions, _auctions, value.Auction, rank),
            Math.Max(day.Latest, value.DateTime)));
        if (day.Bids.All == 0) context.Timers.RegisterEventTimeTimer(Days.Start(value.DateTime) + Days.Length - 1);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<(TKey Key, DayStatistics Day)> output)
    {
        output.Collect((context.Key, _day.Value));
        _day.Clear();
        _bidders.Clear();
        _auctions.Clear();
    }

    private static RankCounts Distinct(RankCounts counts, MapState<long, byte> ranksOf, long id, int rank)
    {
        ranksOf.TryGet(id, out var seen);
        var now = (byte)(seen | PriceRank.Bit(rank));
        if (now == seen) return counts;
        ranksOf.Put(id, now);
        return counts.WithDistinct(seen, rank);
    }
}
