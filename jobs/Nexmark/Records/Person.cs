using System.Text.Json.Serialization;

namespace Nexmark.Records;

/// <summary>Somebody who registered, to open auctions and to bid.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">First and last name.</param>
/// <param name="EmailAddress">Where to write to.</param>
/// <param name="CreditCard">Four groups of four digits.</param>
/// <param name="City">Where the person lives.</param>
/// <param name="State">Two letters.</param>
/// <param name="DateTime">When the person registered, in milliseconds since the epoch.</param>
/// <param name="Extra">Fills the record up to its size.</param>
public sealed record Person(
    long Id,
    string Name,
    string EmailAddress,
    string CreditCard,
    string City,
    string State,
    [property: JsonConverter(typeof(EventTimeConverter))] long DateTime,
    string Extra);
