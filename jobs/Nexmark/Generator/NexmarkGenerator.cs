using Nexmark.Records;

namespace Nexmark.Generator;

/// <summary>
/// The standard generator: event n is a function of only the seed and n, so that any part of the events can be generated independently. Of 50
/// events one is a person, three are auctions and the rest are bids. Modeled on the Nexmark generator in Apache Beam.
/// </summary>
/// <param name="seed">Selects other events in the same proportions.</param>
/// <param name="rate">Events per second of event time.</param>
public sealed class NexmarkGenerator(ulong seed, long rate = 10_000)
{
    private const int Proportions = 50;
    private const int Auctions = 3;
    private const long FirstId = 1000;
    private const long BaseTime = 1_436_918_400_000;
    private const int InFlight = 100;
    private const int ActivePeople = 1000;
    private const int Lead = 10;
    private const int Channels = 10_000;

    private static readonly string[] s_firstNames = ["Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter"];
    private static readonly string[] s_lastNames = ["Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris"];
    private static readonly string[] s_cities = ["Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle", "Kent", "Cheyenne"];
    private static readonly string[] s_states = ["AZ", "CA", "ID", "OR", "WA", "WY"];
    private static readonly string[] s_hotChannels = ["Google", "Facebook", "Baidu", "Apple"];

    private readonly string[] _channels = [.. Enumerable.Range(0, Channels).Select(i => $"channel-{i}")];

    /// <summary>Generates event <paramref name="n"/>, from 0.</summary>
    public NexmarkEvent Make(long n)
    {
        var random = new NexmarkRandom(seed, n);
        return (n % Proportions) switch
        {
            0 => new NexmarkEvent(MakePerson(n, ref random), null, null),
            <= Auctions => new NexmarkEvent(null, MakeAuction(n, ref random), null),
            _ => new NexmarkEvent(null, null, MakeBid(n, ref random)),
        };
    }

    private long TimeOf(long n) => BaseTime + (n * 1000 / rate);

    private static long LastPerson(long n) => n / Proportions;

    private static long LastAuction(long n)
    {
        var (epoch, offset) = (n / Proportions, n % Proportions);
        return offset == 0 ? (epoch * Auctions) - 1 : (epoch * Auctions) + Math.Min(offset - 1, Auctions - 1);
    }

    private Person MakePerson(long n, ref NexmarkRandom random)
    {
        var name = $"{Pick(s_firstNames, ref random)} {Pick(s_lastNames, ref random)}";
        var email = $"{random.NextText(7, '_')}@{random.NextText(5, '_')}.com";
        var card = $"{random.Next(10_000):D4} {random.Next(10_000):D4} {random.Next(10_000):D4} {random.Next(10_000):D4}";
        var (city, state) = (Pick(s_cities, ref random), Pick(s_states, ref random));
        var size = 8 + name.Length + email.Length + card.Length + city.Length + state.Length;
        return new Person(FirstId + LastPerson(n), name, email, card, city, state, TimeOf(n), random.NextExtra(size, 200));
    }

    private Auction MakeAuction(long n, ref NexmarkRandom random)
    {
        var seller = random.Next(4) > 0 ? LastPerson(n) / 100 * 100 : NextPerson(n, ref random);
        var category = 10 + random.Next(5);
        var initial = random.NextPrice();
        // The average time until the auctions in flight have all been replaced.
        var horizon = TimeOf(n + (InFlight * Proportions / Auctions)) - TimeOf(n);
        var expires = TimeOf(n) + 1 + random.Next(Math.Max(horizon * 2, 1));
        var (item, description) = (random.NextText(3 + (int)random.Next(17)), random.NextText(3 + (int)random.Next(97)));
        var reserve = initial + random.NextPrice();
        var size = 56 + item.Length + description.Length;
        return new Auction(
            FirstId + LastAuction(n), item, description, initial, reserve, TimeOf(n), expires, FirstId + seller, category, random.NextExtra(size, 500));
    }

    private Bid MakeBid(long n, ref NexmarkRandom random)
    {
        var auction = random.Next(2) > 0 ? LastAuction(n) / 100 * 100 : NextAuction(n, ref random);
        var bidder = random.Next(4) > 0 ? (LastPerson(n) / 100 * 100) + 1 : NextPerson(n, ref random);
        var price = random.NextPrice();
        var (channel, url) = NextChannel(ref random);
        return new Bid(FirstId + auction, FirstId + bidder, price, channel, url, TimeOf(n), random.NextExtra(32, 100));
    }

    private (string Channel, string Url) NextChannel(ref NexmarkRandom random)
    {
        var page = $"https://www.nexmark.com/{random.NextText(5, '_')}/{random.NextText(5, '_')}/{random.NextText(5, '_')}/item.htm?query=1";
        if (random.Next(2) > 0) return (Pick(s_hotChannels, ref random), page);
        var channel = random.Next(Channels);
        return (Fresh(_channels[channel]), random.Next(10) > 0 ? $"{page}&channel_id={(uint)channel * 2_654_435_761 % 2_147_483_647}" : page);
    }

    private static long NextAuction(long n, ref NexmarkRandom random)
    {
        var last = Math.Max(LastAuction(n), 0);
        var first = Math.Max(last - InFlight, 0);
        return first + random.Next(last - first + 1 + Lead);
    }

    private static long NextPerson(long n, ref NexmarkRandom random)
    {
        var people = LastPerson(n) + 1;
        var active = Math.Min(people, ActivePeople);
        return people - active + random.Next(active + Lead);
    }

    private static string Pick(string[] from, ref NexmarkRandom random) => Fresh(from[random.Next(from.Length)]);

    // Each event has its own strings, as an event read from outside would.
    private static string Fresh(string text) => new(text.AsSpan());
}
