using System.Text.Json.Serialization;

namespace Nexmark.Records;

/// <summary>A registered person, who opens auctions and bids.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">First and last name.</param>
/// <param name="EmailAddress">The email address.</param>
/// <param name="CreditCard">Four groups of four digits.</param>
/// <param name="City">Where the person lives.</param>
/// <param name="State">Two letters.</param>
/// <param name="DateTime">When the person registered, in milliseconds since the epoch.</param>
/// <param name="Extra">Pads the record to its size.</param>
public sealed record Person(
    long Id,
    string Name,
    string EmailAddress,
    string CreditCard,
    string City,
    string State,
    [property: JsonConverter(typeof(EventTimeConverter))] long DateTime,
    string Extra);
