namespace Millrace.Core.Schemas;

/// <summary>Schemas of state whose values live for a time: objects of the time of the last use, first, and of the value.</summary>
public static class ValueLives
{
    /// <summary>The schema of the value itself.</summary>
    /// <exception cref="FormatException">It is no schema of a value that lives for a time.</exception>
    public static Schema ValueOf(Schema expiring) => expiring.Members is [{ Name: "UsedAt" }, { Name: "Value" } value]
        ? value.Type
        : throw new FormatException($"{expiring} is no schema of a value with a time-to-live.");

    /// <summary>The schema of a value with its time.</summary>
    /// <param name="expiring">Any schema of a value that lives for a time.</param>
    /// <param name="value">The schema of the value itself.</param>
    /// <exception cref="FormatException">The first is no such schema.</exception>
    public static Schema WithTime(Schema expiring, Schema value) => expiring.Members is [{ Name: "UsedAt" } usedAt, { Name: "Value" } member]
        ? Schema.Object(expiring.Name, [usedAt, member with { Type = value }])
        : throw new FormatException($"{expiring} is no schema of a value with a time-to-live.");
}
