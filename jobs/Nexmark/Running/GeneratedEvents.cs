using Millrace;
using Nexmark.Generator;
using Nexmark.Records;

namespace Nexmark.Running;

/// <summary>The streams of the generator.</summary>
internal static class GeneratedEvents
{
    // Subtasks are not equally fast, and what one reads ahead accumulates in window state. This much event time is still far more than
    // passes until they learn each other's progress.
    private static readonly TimeSpan s_maxDrift = TimeSpan.FromSeconds(30);

    /// <param name="env">The environment in which the streams are defined.</param>
    /// <param name="seed">The generator's seed.</param>
    /// <param name="events">The number of events.</param>
    public static NexmarkStreams Make(StreamEnvironment env, ulong seed, long events)
    {
        var all = env.FromSource(new GeneratorSource(seed, events), WatermarkStrategy.Ascending<NexmarkEvent>().WithTimestamps(e => e.DateTime)
            .WithAlignment("events", s_maxDrift)).Uid("events");
        return new NexmarkStreams(
            () => all.FlatMap<Person>(static (e, persons) => { if (e.Person is { } person) persons.Collect(person); }),
            () => all.FlatMap<Auction>(static (e, auctions) => { if (e.Auction is { } auction) auctions.Collect(auction); }),
            () => all.FlatMap<Bid>(static (e, bids) => { if (e.Bid is { } bid) bids.Collect(bid); }));
    }
}
