using System.Globalization;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Bids with their day and minute, by which a lake would partition them.</summary>
public sealed class Q10 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "every bid with its day and minute";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price date_time date time";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.Map(bid => (Bid: PricedBid.Of(bid), Time: DateTimeOffset.FromUnixTimeMilliseconds(bid.DateTime).UtcDateTime)),
        (r, row) => row.Add(r.Bid.Auction).Add(r.Bid.Bidder).Add(r.Bid.Price).AddTime(r.Bid.DateTime)
            .Add(r.Time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Add(r.Time.ToString("HH:mm", CultureInfo.InvariantCulture)));
}
