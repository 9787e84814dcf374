using Millrace;
using Nexmark.Records;

namespace Nexmark;

/// <summary>The three streams, with event times. Each is defined on first use, so that a query reads only what it needs.</summary>
/// <param name="persons">Defines the persons.</param>
/// <param name="auctions">Defines the auctions.</param>
/// <param name="bids">Defines the bids.</param>
public sealed class NexmarkStreams(Func<DataStream<Person>> persons, Func<DataStream<Auction>> auctions, Func<DataStream<Bid>> bids)
{
    private readonly Lazy<DataStream<Person>> _persons = new(persons);
    private readonly Lazy<DataStream<Auction>> _auctions = new(auctions);
    private readonly Lazy<DataStream<Bid>> _bids = new(bids);

    /// <summary>The persons who register.</summary>
    public DataStream<Person> Persons => _persons.Value;

    /// <summary>The auctions opened.</summary>
    public DataStream<Auction> Auctions => _auctions.Value;

    /// <summary>The bids made.</summary>
    public DataStream<Bid> Bids => _bids.Value;
}
