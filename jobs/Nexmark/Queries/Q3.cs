using Millrace;
using Nexmark.Records;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Local items: a join of two streams without a time bound.</summary>
public sealed class Q3 : NexmarkQuery
{
    private const long Category = 10;

    /// <inheritdoc/>
    public override string Asks => "auctions of category 10 whose sellers live in OR, ID or CA, with the sellers";

    /// <inheritdoc/>
    public override string Columns => "name city state id";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows)
    {
        var sellers = streams.Persons.Map(person => new Seller(person.Id, person.Name, person.City, person.State)).KeyBy(seller => seller.Id);
        var auctions = streams.Auctions.Filter(auction => auction.Category == Category)
            .Map(auction => (auction.Seller, auction.Id)).KeyBy(auction => auction.Seller);
        var joined = sellers.Connect(auctions)
            .Process(new RowJoinFunction<long, Seller, (long Seller, long Id), (Seller Seller, long Auction)>((seller, auction) => (seller, auction.Id))).Uid("sellers");
        rows.Write(
            joined.Filter(j => IsLocal(j.Seller.State)),
            (j, row) => row.Add(j.Seller.Name).Add(j.Seller.City).Add(j.Seller.State).Add(j.Auction));
    }

    private static bool IsLocal(string state) => state.ToUpperInvariant() is "OR" or "ID" or "CA";
}

/// <summary>The relevant fields of a seller.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">The name.</param>
/// <param name="City">Where the person lives.</param>
/// <param name="State">Two letters.</param>
public sealed record Seller(long Id, string Name, string City, string State);
