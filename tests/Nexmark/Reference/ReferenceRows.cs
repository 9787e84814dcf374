using System.Globalization;
using Nexmark.Records;

namespace Nexmark.Tests.Reference;

/// <summary>Computes every query's rows by simple loops over lists, after <c>../shared/nexmark/QUERIES.md</c>, without the queries' code.</summary>
internal static partial class ReferenceRows
{
    private const long Day = 86_400_000;

    /// <summary>Returns the rows of a query, in any order.</summary>
    public static IEnumerable<string> Of(string query, Traffic traffic)
    {
        var (persons, auctions, bids) = (traffic.Persons, traffic.Auctions, traffic.Bids);
        return query switch
        {
            "q0" => bids.Select(b => Row(b.Auction, b.Bidder, b.Price, Time(b.DateTime))),
            "q1" => bids.Select(b => Row(b.Auction, b.Bidder, Euros(b), Time(b.DateTime))),
            "q2" => bids.Where(b => b.Auction % 123 == 0).Select(b => Row(b.Auction, b.Price)),
            "q3" => from a in auctions
                    where a.Category == 10
                    join p in persons on a.Seller equals p.Id
                    where p.State.ToUpperInvariant() is "OR" or "ID" or "CA"
                    select Row(p.Name, p.City, p.State, a.Id),
            "q4" => Winners(auctions, bids).GroupBy(w => w.Auction.Category).Select(g => Row(g.Key, Average(g.Select(w => w.Bid.Price)))),
            "q5" => HotItems(bids),
            "q6" => Winners(auctions, bids).GroupBy(w => w.Auction.Seller).SelectMany(MovingAverages),
            "q7" => from b in bids
                    group b by Floor(b.DateTime, 10_000) into window
                    let highest = window.Max(b => b.Price)
                    from b in window
                    where b.Price == highest
                    select Row(b.Auction, b.Price, b.Bidder, Time(b.DateTime)),
            "q8" => from p in persons
                    let start = Floor(p.DateTime, 10_000)
                    where auctions.Any(a => a.Seller == p.Id && Floor(a.DateTime, 10_000) == start)
                    select Row(p.Id, p.Name, Time(start)),
            "q9" => Winners(auctions, bids).Select(w => Row(
                w.Auction.Id, w.Auction.ItemName, w.Auction.Description, w.Auction.InitialBid, w.Auction.Reserve, Time(w.Auction.DateTime), Time(w.Auction.Expires),
                w.Auction.Seller, w.Auction.Category, w.Bid.Auction, w.Bid.Bidder, w.Bid.Price, Time(w.Bid.DateTime))),
            "q10" => bids.Select(b => Row(b.Auction, b.Bidder, b.Price, Time(b.DateTime), Time(b.DateTime)[..10], Time(b.DateTime)[11..16])),
            "q11" => bids.GroupBy(b => b.Bidder).SelectMany(g => Sessions(g.Key, [.. g.Select(b => b.DateTime).Order()])),
            "q12" => bids.GroupBy(b => (b.Bidder, Start: Floor(b.DateTime, 10_000))).Select(g => Row(g.Key.Bidder, g.Count(), Time(g.Key.Start), Time(g.Key.Start + 10_000))),
            "q13" => bids.Select(b => Row(b.Auction, b.Bidder, b.Price, Time(b.DateTime), b.Auction % 10_000)),
            "q20" => from b in bids
                     join a in auctions on b.Auction equals a.Id
                     where a.Category == 10
                     select Row(
                         b.Auction, b.Bidder, b.Price, b.Channel, b.Url, Time(b.DateTime), b.Extra, a.ItemName, a.Description, a.InitialBid, a.Reserve, Time(a.DateTime),
                         Time(a.Expires), a.Seller, a.Category, a.Extra),
            _ => OfBidsAlone(query, bids),
        };
    }

    private static IEnumerable<string> HotItems(IReadOnlyList<Bid> bids) => bids
        .SelectMany(b => Enumerable.Range(0, 5).Select(i => (Start: Floor(b.DateTime, 2000) - (2000L * i), b.Auction)))
        .GroupBy(b => b.Start).SelectMany(window =>
        {
            var counts = window.CountBy(b => b.Auction).ToList();
            var most = counts.Max(c => c.Value);
            return counts.Where(c => c.Value == most).Select(c => Row(c.Key, c.Value));
        });

    private static IEnumerable<(Auction Auction, Bid Bid)> Winners(IReadOnlyList<Auction> auctions, IReadOnlyList<Bid> bids) =>
        from a in auctions
        let within = bids.Where(b => b.Auction == a.Id && a.DateTime <= b.DateTime && b.DateTime <= a.Expires).ToList()
        where within.Count > 0
        select (a, within.OrderByDescending(b => b.Price).ThenBy(b => b.DateTime).ThenBy(b => b.Bidder).First());

    private static IEnumerable<string> MovingAverages(IGrouping<long, (Auction Auction, Bid Bid)> seller)
    {
        var prices = seller.OrderBy(w => w.Bid.DateTime).ThenBy(w => w.Auction.Id).Select(w => w.Bid.Price).ToList();
        return prices.Select((_, i) => Row(seller.Key, Average(prices.Take(i + 1).TakeLast(11))));
    }

    private static IEnumerable<string> Sessions(long bidder, long[] times)
    {
        for (var (first, at) = (0, 0); at < times.Length; at++)
        {
            if (at + 1 < times.Length && times[at + 1] - times[at] <= 10_000) continue;
            yield return Row(bidder, at + 1 - first, Time(times[first]), Time(times[at] + 10_000));
            first = at + 1;
        }
    }

    private static decimal Euros(Bid bid) => bid.Price * 908 / 1000m;

    private static decimal Average(IEnumerable<long> prices) => prices.Average(static p => (decimal)p);

    private static long Floor(long time, long step) => time - (((time % step) + step) % step);

    private static string Time(long milliseconds) => DateTime.UnixEpoch.AddMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Row(params object?[] columns) => string.Join('\t', columns.Select(static c => c switch
    {
        null => "\\N",
        string text => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal),
        decimal number => number.ToString("G29", CultureInfo.InvariantCulture),
        _ => Convert.ToString(c, CultureInfo.InvariantCulture),
    }));
}
