using Millrace;
using Nexmark.Records;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Top bids: a top-N per key, with ranks.</summary>
public sealed class Q19 : NexmarkQuery
{
    private const int Ranks = 10;

    /// <inheritdoc/>
    public override string Asks => "each auction's ten highest bids with their rank";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price channel url date_time extra rank_number";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows)
    {
        var top = streams.Bids.KeyBy(bid => bid.Auction).TopN(Ranks, HighestFirst).Uid("top-bids");
        rows.Write(
            top.Materialize().Uid("rows-left"),
            (r, row) => row.Add(r.Row.Auction).Add(r.Row.Bidder).Add(r.Row.Price).Add(r.Row.Channel).Add(r.Row.Url).AddTime(r.Row.DateTime).Add(r.Row.Extra).Add(r.Key.Rank));
    }

    // The query orders by price, date and extra only; the rest makes the result independent of the order of arrival.
    private static int HighestFirst(Bid a, Bid b) =>
        a.Price != b.Price ? b.Price.CompareTo(a.Price)
        : a.DateTime != b.DateTime ? a.DateTime.CompareTo(b.DateTime)
        : string.CompareOrdinal(a.Extra, b.Extra) is var byExtra and not 0 ? byExtra
        : a.Bidder != b.Bidder ? a.Bidder.CompareTo(b.Bidder)
        : string.CompareOrdinal(a.Channel, b.Channel) is var byChannel and not 0 ? byChannel
        : string.CompareOrdinal(a.Url, b.Url);
}
