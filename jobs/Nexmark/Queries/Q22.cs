using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Directories: the first three path segments of the URL.</summary>
public sealed class Q22 : NexmarkQuery
{
    private const int Host = 3;

    /// <inheritdoc/>
    public override string Asks => "bids with the first three path segments of their url";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price channel dir1 dir2 dir3";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.Map(bid => (Bid: bid, Parts: bid.Url.Split('/'))),
        (b, row) => row.Add(b.Bid.Auction).Add(b.Bid.Bidder).Add(b.Bid.Price).Add(b.Bid.Channel)
            .Add(Segment(b.Parts, 0)).Add(Segment(b.Parts, 1)).Add(Segment(b.Parts, 2)));

    private static string? Segment(string[] parts, int index) => parts.ElementAtOrDefault(Host + index);
}
