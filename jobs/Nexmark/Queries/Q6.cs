using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>
/// Average selling prices: a moving average over a seller's auctions in the order of their winning bids. An auction that is still open may
/// have an earlier winner than one that has closed, so the averages are final only when the input has ended.
/// </summary>
public sealed class Q6 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "per seller and auction, the average price of the last eleven auctions up to it";

    /// <inheritdoc/>
    public override string Columns => "seller avg";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        WinningBids.Of(streams).KeyBy(w => w.Auction.Seller).Process(new MovingAverage()).Uid("averages"),
        (a, row) => row.Add(a.Seller).Add(a.Average));

    private sealed class MovingAverage : KeyedProcessFunction<long, WinningBid, (long Seller, decimal Average)>
    {
        private const int Length = 11;

        private readonly MapState<(long DateTime, long Auction), long> _prices = new("prices");

        public override void Process(WinningBid value, KeyedProcessContext<long> context, ICollector<(long Seller, decimal Average)> output)
        {
            _prices.Put((value.Bid.DateTime, value.Auction.Id), value.Bid.Price);
            context.Timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
        }

        public override void OnTimer(OnTimerContext<long> context, ICollector<(long Seller, decimal Average)> output)
        {
            var last = new Queue<long>();
            var sum = 0L;
            foreach (var price in _prices.Values)
            {
                last.Enqueue(price);
                sum += price - (last.Count > Length ? last.Dequeue() : 0);
                output.Collect((context.Key, (decimal)sum / last.Count));
            }

            _prices.Clear();
        }
    }
}
