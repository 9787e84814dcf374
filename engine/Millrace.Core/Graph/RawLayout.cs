namespace Millrace.Core.Graph;

/// <summary>
/// The layout of values without references in state and its blocks, which is that in memory. It is stored in the manifest, because the runtime
/// chooses the order and padding of fields, and members change.
/// </summary>
/// <param name="Type">The name of a primitive, or <see cref="Object"/> or <see cref="Nullable"/>.</param>
/// <param name="Offset">The offset in the value, in bytes.</param>
/// <param name="Parts">An object's members, in the order of its schema, or a nullable's flag and value.</param>
public sealed record RawLayout(string Type, int Offset, IReadOnlyList<RawLayout> Parts)
{
    public const string Object = "object";

    public const string Nullable = "nullable";

    /// <summary>Whether the layouts are the same.</summary>
    public bool Equals(RawLayout? other) =>
        other is not null && Type == other.Type && Offset == other.Offset && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => (Offset * 31) + Parts.Count;
}
