using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>New users: a window join of two streams.</summary>
public sealed class Q8 : NexmarkQuery
{
    private static readonly TimeSpan s_size = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string Asks => "persons who opened an auction in the window of 10 s in which they registered";

    /// <inheritdoc/>
    public override string Columns => "id name starttime";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows)
    {
        var persons = streams.Persons.Map(person => (person.Id, person.Name)).KeyBy(person => person.Id);
        var sellers = streams.Auctions.Map(auction => auction.Seller).KeyBy(seller => seller);
        var found = persons.WindowJoin(sellers).Window(TumblingEventTimeWindows.Of(s_size))
            .CoGroup((_, window, registered, opened) => opened.Count == 0 ? [] : registered.Distinct().Select(person => (Person: person, window.Start))).Uid("new-users");
        rows.Write(found, (f, row) => row.Add(f.Person.Id).Add(f.Person.Name).AddTime(f.Start));
    }
}
