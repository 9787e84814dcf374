using Millrace;
using Nexmark.Records;

namespace Nexmark.Queries;

/// <summary>
/// Finds the winner of each auction and emits it when the auction is over. A bid that comes before its auction waits until the watermark
/// passes it: all auctions that were open at its time have arrived by then.
/// </summary>
internal sealed class WinningBidFunction : KeyedCoProcessFunction<long, Auction, PricedBid, WinningBid>
{
    private readonly ValueState<Auction> _auction = new("auction");
    private readonly ValueState<PricedBid> _best = new("best");
    private readonly MapState<PricedBid, bool> _early = new("early");

    public override void Process1(Auction value, KeyedProcessContext<long> context, ICollector<WinningBid> output)
    {
        _auction.Update(value);
        foreach (var bid in _early.Keys) Consider(value, bid);
        _early.Clear();
        context.Timers.RegisterEventTimeTimer(value.Expires);
    }

    public override void Process2(PricedBid value, KeyedProcessContext<long> context, ICollector<WinningBid> output)
    {
        if (_auction.TryGet(out var auction))
        {
            Consider(auction, value);
            return;
        }

        _early.Put(value, true);
        context.Timers.RegisterEventTimeTimer(value.DateTime);
    }

    public override void OnTimer(OnTimerContext<long> context, ICollector<WinningBid> output)
    {
        if (!_auction.TryGet(out var auction))
        {
            foreach (var bid in _early.Keys)
            {
                if (bid.DateTime <= context.Timestamp) _early.Remove(bid);
            }

            return;
        }

        if (context.Timestamp < auction.Expires) return;
        if (_best.TryGet(out var best)) output.Collect(new WinningBid(auction, best));
        _auction.Clear();
        _best.Clear();
    }

    private void Consider(Auction auction, PricedBid bid)
    {
        if (bid.DateTime < auction.DateTime || bid.DateTime > auction.Expires) return;
        if (!_best.TryGet(out var best) || bid.Beats(best)) _best.Update(bid);
    }
}
