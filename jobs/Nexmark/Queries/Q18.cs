using Millrace;
using Nexmark.Records;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Last bids: deduplication with updates.</summary>
public sealed class Q18 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "each bidder's last bid on each auction";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price channel url date_time extra";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.KeyBy(bid => (bid.Bidder, bid.Auction)).KeepFirst(LatestFirst).Uid("last-bids").Materialize().Uid("rows-left"),
        (r, row) => row.Add(r.Row.Auction).Add(r.Row.Bidder).Add(r.Row.Price).Add(r.Row.Channel).Add(r.Row.Url).AddTime(r.Row.DateTime).Add(r.Row.Extra));

    // The query orders by date and extra only; the rest makes the result independent of the order of arrival.
    private static int LatestFirst(Bid a, Bid b) =>
        a.DateTime != b.DateTime ? b.DateTime.CompareTo(a.DateTime)
        : string.CompareOrdinal(a.Extra, b.Extra) is var byExtra and not 0 ? byExtra
        : a.Price != b.Price ? a.Price.CompareTo(b.Price)
        : string.CompareOrdinal(a.Channel, b.Channel) is var byChannel and not 0 ? byChannel
        : string.CompareOrdinal(a.Url, b.Url);
}
