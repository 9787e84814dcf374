using System.Text.RegularExpressions;
using Nexmark.Records;

namespace Nexmark.Tests.Reference;

/// <summary>The queries over bids only.</summary>
internal static partial class ReferenceRows
{
    private static IEnumerable<string> OfBidsAlone(string query, IReadOnlyList<Bid> bids) => query switch
    {
        "q14" => from b in bids
                 where Euros(b) > 1_000_000 && Euros(b) < 50_000_000
                 let hour = int.Parse(Time(b.DateTime)[11..13])
                 let type = hour is >= 8 and <= 18 ? "dayTime" : hour is <= 6 or >= 20 ? "nightTime" : "otherTime"
                 select Row(b.Auction, b.Bidder, Euros(b), type, Time(b.DateTime), b.Extra.Count(c => c == 'c')),
        "q15" => bids.GroupBy(b => Time(b.DateTime)[..10]).Select(g => Row([g.Key, .. Statistics([.. g])])),
        "q16" => bids.GroupBy(b => (b.Channel, Day: Time(b.DateTime)[..10])).Select(g => Row([g.Key.Channel, g.Key.Day, g.Max(b => Time(b.DateTime)[11..16]), .. Statistics([.. g])])),
        "q17" => bids.GroupBy(b => (b.Auction, Day: Time(b.DateTime)[..10])).Select(g => Row(
            [g.Key.Auction, g.Key.Day, .. Counts([.. g], _ => new object()), g.Min(b => b.Price), g.Max(b => b.Price), Average(g.Select(b => b.Price)), g.Sum(b => b.Price)])),
        "q18" => bids.GroupBy(b => (b.Bidder, b.Auction)).Select(g => Columns(
            g.OrderByDescending(b => b.DateTime).ThenBy(b => b.Extra, StringComparer.Ordinal).ThenBy(b => b.Price)
                .ThenBy(b => b.Channel, StringComparer.Ordinal).ThenBy(b => b.Url, StringComparer.Ordinal).First())),
        "q19" => bids.GroupBy(b => b.Auction).SelectMany(g => g
            .OrderByDescending(b => b.Price).ThenBy(b => b.DateTime).ThenBy(b => b.Extra, StringComparer.Ordinal).ThenBy(b => b.Bidder)
            .ThenBy(b => b.Channel, StringComparer.Ordinal).ThenBy(b => b.Url, StringComparer.Ordinal)
            .Take(10).Select((b, i) => $"{Columns(b)}\t{i + 1}")),
        "q21" => from b in bids
                 let id = Array.IndexOf(["APPLE", "GOOGLE", "FACEBOOK", "BAIDU"], b.Channel.ToUpperInvariant())
                 let found = id >= 0 ? $"{id}" : Parameter().Match(b.Url) is { Success: true } match ? match.Groups[1].Value : null
                 where found is not null
                 select Row(b.Auction, b.Bidder, b.Price, b.Channel, found),
        "q22" => from b in bids
                 let path = b.Url.Split('/').Skip(3).Concat([null, null, null]).Take(3).ToList()
                 select Row(b.Auction, b.Bidder, b.Price, b.Channel, path[0], path[1], path[2]),
        _ => throw new NotSupportedException(query),
    };

    private static string Columns(Bid b) => Row(b.Auction, b.Bidder, b.Price, b.Channel, b.Url, Time(b.DateTime), b.Extra);

    private static IEnumerable<object?> Statistics(List<Bid> bids) =>
        [.. Counts(bids, _ => new object()), .. Counts(bids, b => b.Bidder), .. Counts(bids, b => b.Auction)];

    // Distinct items in total and by rank; an item that is always distinct counts every bid.
    private static IEnumerable<object?> Counts(List<Bid> bids, Func<Bid, object> thing)
    {
        var ranks = new Func<Bid, bool>[] { _ => true, b => b.Price < 10_000, b => b.Price is >= 10_000 and < 1_000_000, b => b.Price >= 1_000_000 };
        return ranks.Select(isIn => (object?)bids.Where(isIn).Select(thing).Distinct().Count());
    }

    [GeneratedRegex("[?&]channel_id=([^&]*)")]
    private static partial Regex Parameter();
}
