using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// The serializers of one artifact: each type is compiled once. The cache lives with the artifact's load context and is never
/// static, so that a removed job's types can be unloaded. Thread-safe.
/// </summary>
public sealed class SerializerCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Type, string), TypeSerializer> _built = [];

    /// <summary>Returns the serializer of a type.</summary>
    /// <exception cref="UnsupportedTypeException">The type, or a member, cannot be serialized.</exception>
    public TypeSerializer<T> For<T>()
    {
        lock (_gate)
            return (TypeSerializer<T>)(_built.GetValueOrDefault((typeof(T), "")) ?? new SerializerFactory(_built, typeof(T)).Of(typeof(T)));
    }

    /// <summary>Returns a serializer that keeps values in a user's own format.</summary>
    public TypeSerializer<T> For<T>(ISerializer<T> own) => new OwnSerializer<T>(own, null);

    /// <summary>
    /// Returns a serializer that reads data written under an earlier schema, by the rules of <see cref="SchemaCompatibility"/>: a member
    /// added since has its initializer's value, or the default of its type. It does not write.
    /// </summary>
    /// <exception cref="UnsupportedTypeException">The type, or a member, cannot be serialized.</exception>
    /// <exception cref="InvalidOperationException">The schemas are incompatible; the message lists all reasons.</exception>
    public TypeSerializer<T> ForWritten<T>(Schema written)
    {
        var current = For<T>();
        if (written.Equals(current.Schema))
            return current;
        Require(written, current.Schema);
        lock (_gate)
            return new WrittenReader<T>(written, (TypeSerializer<T>)new SerializerFactory(_built, typeof(T)).Of(typeof(T), written));
    }

    /// <summary>Returns a serializer that reads data written under an earlier schema, for a type that now has a user's own format.</summary>
    /// <exception cref="InvalidOperationException">The format does not read the data.</exception>
    public TypeSerializer<T> ForWritten<T>(Schema written, ISerializer<T> own)
    {
        var current = For(own);
        if (written.Equals(current.Schema))
            return current;
        Require(written, current.Schema);
        return new WrittenReader<T>(
            written, new OwnSerializer<T>(own, written.Kind == SchemaKind.Nullable ? written.Arguments[0] : written));
    }

    private static void Require(Schema written, Schema current)
    {
        var mismatches = SchemaCompatibility.Check(written, current);
        if (mismatches.Count > 0)
            throw new InvalidOperationException($"The data does not fit the type: {string.Join(" ", mismatches)}");
    }
}
