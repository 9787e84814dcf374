using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nexmark.Generator;
using Nexmark.Records;

namespace Nexmark.Tests.Reference;

/// <summary>
/// Events that are harder than the generator's: bursts within a millisecond, pauses of hours, few prices, so that there are ties, and
/// out of order by up to 4 s in each file.
/// </summary>
internal sealed class Traffic
{
    private const long MaxDisorder = 4000;
    private const long Rate = 100;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="seed">Decides everything.</param>
    /// <param name="events">The number of events.</param>
    public Traffic(int seed, int events)
    {
        var random = new Random(seed);
        var generator = new NexmarkGenerator((ulong)seed, Rate);
        var all = Enumerable.Range(0, events).Select(n => generator.Make(n)).ToList();
        var shifts = Shifts(random, [.. all.Select(e => e.DateTime)]);
        Persons = Shuffle(random, all.Select((e, n) => e.Person is { } p ? p with { DateTime = shifts[n], State = random.Next(2) == 0 ? p.State : p.State.ToLowerInvariant() } : null), p => p.DateTime);
        Auctions = Shuffle(random, all.Select((e, n) => e.Auction is { } a ? a with { DateTime = shifts[n], Expires = shifts[n] + a.Expires - a.DateTime } : null), a => a.DateTime);
        Bids = Shuffle(random, all.Select((e, n) => e.Bid is { } b ? Coarser(random, b with { DateTime = shifts[n] }) : null), b => b.DateTime);
    }

    public IReadOnlyList<Person> Persons { get; }

    public IReadOnlyList<Auction> Auctions { get; }

    public IReadOnlyList<Bid> Bids { get; }

    /// <summary>Writes the three input files.</summary>
    public void WriteTo(string folder)
    {
        File.WriteAllLines(Path.Combine(folder, "persons.jsonl"), Persons.Select(p => JsonSerializer.Serialize(
            new { p.Id, p.Name, p.EmailAddress, p.CreditCard, p.City, p.State, DateTime = Time(p.DateTime), p.Extra }, s_json)));
        File.WriteAllLines(Path.Combine(folder, "auctions.jsonl"), Auctions.Select(a => JsonSerializer.Serialize(
            new { a.Id, a.ItemName, a.Description, a.InitialBid, a.Reserve, DateTime = Time(a.DateTime), Expires = Time(a.Expires), a.Seller, a.Category, a.Extra }, s_json)));
        File.WriteAllLines(Path.Combine(folder, "bids.jsonl"), Bids.Select(b => JsonSerializer.Serialize(
            new { b.Auction, b.Bidder, b.Price, b.Channel, b.Url, DateTime = Time(b.DateTime), b.Extra }, s_json)));
    }

    // New times: some blocks of 200 events come at once, and some follow a pause of hours.
    private static List<long> Shifts(Random random, List<long> times)
    {
        var (shift, burst) = (0L, 0L);
        var shifted = new List<long>();
        foreach (var (n, time) in times.Index())
        {
            if (n % 200 == 0)
            {
                if (random.Next(3) == 0) shift += random.Next(1, 9) * 3_600_000L;
                burst = random.Next(3) == 0 ? time : 0;
            }

            shifted.Add(shift + (burst > 0 ? burst : time));
        }

        return shifted;
    }

    private static List<T> Shuffle<T>(Random random, IEnumerable<T?> events, Func<T, long> timeOf) where T : class =>
        [.. events.OfType<T>().Select(e => (Event: e, Arrival: timeOf(e) + random.NextInt64(MaxDisorder))).OrderBy(e => e.Arrival).Select(e => e.Event)];

    private static Bid Coarser(Random random, Bid bid) => bid with
    {
        Price = bid.Price < 1_000_000 ? (bid.Price / 5000 * 5000) + 100 : bid.Price / 10_000_000 * 10_000_000,
        Channel = random.Next(3) == 0 ? bid.Channel.ToUpperInvariant() : bid.Channel,
        Url = random.Next(9) == 0 ? "https://www.nexmark.com/only" : bid.Url,
        Extra = random.Next(5) == 0 ? "a\\b\tc" : bid.Extra[..Math.Min(bid.Extra.Length, random.Next(3))],
    };

    // With as many digits as needed.
    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture);
}
