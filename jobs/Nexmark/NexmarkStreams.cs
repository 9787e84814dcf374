using Millrace;
using Nexmark.Records;

namespace Nexmark;

/// <summary>The three streams, with event times. Each is defined when it is first asked for, so that a query reads only what it needs.</summary>
/// <param name="persons">Defines the persons.</param>
/// <param name="auctions">Defines the auctions.</param>
/// <param name="bids">Defines the bids.</param>
public sealed class NexmarkStreams(Func<DataStream<Person>> persons, Func<DataStream<Auction>> auctions, Func<DataStream<Bid>> bids)
{
    private readonly Lazy<DataStream<Person>> _persons = new(persons);
    private readonly Lazy<DataStream<Auction>> _auctions = new(auctions);
    private readonly Lazy<DataStream<Bid>> _bids = new(bids);

    /// <summary>Who registers.</summary>
    public DataStream<Person> Persons => _persons.Value;

    /// <summary>What is sold.</summary>
    public DataStream<Auction> Auctions => _auctions.Value;

    /// <summary>Who bids.</summary>
    public DataStream<Bid> Bids => _bids.Value;
}
