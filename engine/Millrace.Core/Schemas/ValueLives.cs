namespace Millrace.Core.Schemas;

/// <summary>Schemas of values with a time-to-live: objects of the time of last use and the value, in this order.</summary>
public static class ValueLives
{
    /// <summary>Returns the schema of the value itself.</summary>
    /// <exception cref="FormatException">The schema is not that of a value with a time-to-live.</exception>
    public static Schema ValueOf(Schema expiring) => expiring.Members is [{ Name: "UsedAt" }, { Name: "Value" } value]
        ? value.Type
        : throw new FormatException($"{expiring} is not the schema of a value with a time-to-live.");

    /// <summary>Returns the schema of a value with its time of last use.</summary>
    /// <param name="expiring">Any schema of a value with a time-to-live.</param>
    /// <param name="value">The schema of the value itself.</param>
    /// <exception cref="FormatException"><paramref name="expiring"/> is not such a schema.</exception>
    public static Schema WithTime(Schema expiring, Schema value) => expiring.Members is [{ Name: "UsedAt" } usedAt, { Name: "Value" } member]
        ? Schema.Object(expiring.Name, [usedAt, member with { Type = value }])
        : throw new FormatException($"{expiring} is not the schema of a value with a time-to-live.");
}
