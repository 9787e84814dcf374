namespace Millrace.Core.Graph;

/// <summary>
/// How values without references lie in state and in its blocks: as they lie in memory. The manifest keeps it, because the order and the
/// padding of fields are the runtime's, and members come and go.
/// </summary>
/// <param name="Type">The name of a primitive, or <see cref="Object"/> or <see cref="Nullable"/>.</param>
/// <param name="Offset">Where it begins in the value, in bytes.</param>
/// <param name="Parts">An object's members in the order of its schema; a nullable's flag and value.</param>
public sealed record RawLayout(string Type, int Offset, IReadOnlyList<RawLayout> Parts)
{
    public const string Object = "object";

    public const string Nullable = "nullable";

    /// <summary>Whether values lie alike.</summary>
    public bool Equals(RawLayout? other) =>
        other is not null && Type == other.Type && Offset == other.Offset && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => (Offset * 31) + Parts.Count;
}
