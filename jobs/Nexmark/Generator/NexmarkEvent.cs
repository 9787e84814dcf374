using Nexmark.Records;

namespace Nexmark.Generator;

/// <summary>An event of the generator: exactly one of the three is set.</summary>
/// <param name="Person">A person registers.</param>
/// <param name="Auction">An auction is opened.</param>
/// <param name="Bid">A bid is made.</param>
public readonly record struct NexmarkEvent(Person? Person, Auction? Auction, Bid? Bid)
{
    /// <summary>The event time in milliseconds since the epoch.</summary>
    public long DateTime => Bid?.DateTime ?? Auction?.DateTime ?? Person!.DateTime;
}
