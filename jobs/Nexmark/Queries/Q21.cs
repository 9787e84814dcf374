using Nexmark.Records;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Channel ids: looked up by name, or extracted from the URL.</summary>
public sealed class Q21 : NexmarkQuery
{
    private const string Parameter = "channel_id=";

    /// <inheritdoc/>
    public override string Asks => "bids with the id of their channel";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price channel channel_id";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.Map(bid => (Bid: bid, ChannelId: IdOf(bid))).Filter(b => b.ChannelId is not null),
        (b, row) => row.Add(b.Bid.Auction).Add(b.Bid.Bidder).Add(b.Bid.Price).Add(b.Bid.Channel).Add(b.ChannelId));

    private static string? IdOf(Bid bid) => bid.Channel.ToLowerInvariant() switch
    {
        "apple" => "0",
        "google" => "1",
        "facebook" => "2",
        "baidu" => "3",
        _ => InUrl(bid.Url),
    };

    // As a separate parameter: after '?' or '&', up to the next '&'.
    private static string? InUrl(string url)
    {
        for (var at = url.IndexOf(Parameter, StringComparison.Ordinal); at > 0; at = url.IndexOf(Parameter, at + 1, StringComparison.Ordinal))
        {
            if (url[at - 1] is not ('&' or '?')) continue;
            var value = url.AsSpan(at + Parameter.Length);
            var end = value.IndexOf('&');
            return new string(end < 0 ? value : value[..end]);
        }

        return null;
    }
}
