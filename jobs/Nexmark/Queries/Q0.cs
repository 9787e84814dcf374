using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Passes every bid through: measures the overhead of the engine and its surroundings.</summary>
public sealed class Q0 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "every bid";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price date_time";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) =>
        rows.Write(streams.Bids, (bid, row) => row.Add(bid.Auction).Add(bid.Bidder).Add(bid.Price).AddTime(bid.DateTime));
}
