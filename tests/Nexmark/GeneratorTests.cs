using Nexmark.Generator;

namespace Nexmark.Tests;

public sealed class GeneratorTests
{
    private const int Events = 50_000;

    private static readonly List<NexmarkEvent> s_events = [.. Enumerable.Range(0, Events).Select(n => (long)n).Select(new NexmarkGenerator(7).Make)];

    [Fact]
    public void Persons_auctions_and_bids_come_in_their_proportions()
    {
        Assert.Equal(Events / 50, s_events.Count(e => e.Person is not null));
        Assert.Equal(Events / 50 * 3, s_events.Count(e => e.Auction is not null));
        Assert.Equal(Events / 50 * 46, s_events.Count(e => e.Bid is not null));
        Assert.Equal(Enumerable.Range(1000, Events / 50).Select(id => (long)id), s_events.Select(e => e.Person).OfType<Records.Person>().Select(p => p.Id));
        Assert.Equal(Enumerable.Range(1000, Events / 50 * 3).Select(id => (long)id), s_events.Select(e => e.Auction).OfType<Records.Auction>().Select(a => a.Id));
    }

    [Fact]
    public void Half_the_bids_are_on_hot_auctions_and_three_quarters_of_hot_bidders()
    {
        var bids = s_events.Select(e => e.Bid).OfType<Records.Bid>().ToList();
        Assert.InRange((double)bids.Count(b => (b.Auction - 1000) % 100 == 0) / bids.Count, 0.48, 0.53);
        Assert.InRange((double)bids.Count(b => (b.Bidder - 1000) % 100 == 1) / bids.Count, 0.73, 0.78);
        Assert.InRange((double)bids.Count(b => b.Channel.StartsWith("channel-", StringComparison.Ordinal)) / bids.Count, 0.48, 0.52);
        Assert.All(bids, b => Assert.InRange(b.Price, 100, 100_000_000));
    }

    [Fact]
    public void Sizes_are_those_of_the_standard_on_average()
    {
        Assert.InRange(s_events.Select(e => e.Bid).OfType<Records.Bid>().Average(b => 32.0 + b.Extra.Length), 95, 105);
        Assert.InRange(s_events.Select(e => e.Auction).OfType<Records.Auction>().Average(a => 56.0 + a.ItemName.Length + a.Description.Length + a.Extra.Length), 475, 525);
    }

    [Fact]
    public void Auctions_last_for_the_time_in_which_others_take_their_place()
    {
        // 100 auctions in flight are 1,666 events, which take 166 ms at 10,000 a second; an auction lasts up to twice that.
        var lengths = s_events.Select(e => e.Auction).OfType<Records.Auction>().Select(a => a.Expires - a.DateTime).ToList();
        Assert.InRange(lengths.Min(), 1, 10);
        Assert.InRange(lengths.Max(), 320, 333);
    }

    [Fact]
    public void Every_event_has_strings_of_its_own()
    {
        var bids = s_events.Select(e => e.Bid).OfType<Records.Bid>().ToList();
        Assert.Equal(bids.Count, bids.Select(b => b.Channel).Distinct(ReferenceEqualityComparer.Instance).Count());
        var persons = s_events.Select(e => e.Person).OfType<Records.Person>().ToList();
        Assert.Equal(persons.Count * 2, persons.SelectMany(p => new[] { p.City, p.State }).Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void An_event_depends_on_the_seed_and_its_number_alone()
    {
        Assert.Equal(s_events[777], new NexmarkGenerator(7).Make(777));
        Assert.NotEqual(s_events[777], new NexmarkGenerator(8).Make(777));
        Assert.Equal(1_436_918_400_000 + 77, s_events[777].DateTime);
    }
}
