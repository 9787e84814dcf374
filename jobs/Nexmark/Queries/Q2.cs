using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Selects bids: a filter.</summary>
public sealed class Q2 : NexmarkQuery
{
    private const long Every = 123;

    /// <inheritdoc/>
    public override string Asks => "the bids whose auction id is divisible by 123";

    /// <inheritdoc/>
    public override string Columns => "auction price";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.Filter(bid => bid.Auction % Every == 0), (bid, row) => row.Add(bid.Auction).Add(bid.Price));
}
